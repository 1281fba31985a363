import { authorizerBench, NOW } from '../fakes/authorizer-bench.ts';
import { attackTokens } from './attack-tokens.ts';
import { ed25519, es256, rs256, type NamedToken } from './forge.ts';
import { mutants } from './mutants.ts';
import { signedAttacks } from './signed-attacks.ts';

type Bench = Awaited<ReturnType<typeof authorizerBench>>;

/** What each token was answered, where that was not `Unauthorized`. */
async function offenders(bench: Bench, tokens: Iterable<NamedToken>): Promise<string[]> {
  const found: string[] = [];
  for (const { name, token } of tokens) {
    const answer = await bench.authorize(`Bearer ${token}`).then(
      () => 'accepted',
      (error: Error) => error.message,
    );
    if (answer !== 'Unauthorized') found.push(`${name}: ${answer}`);
  }
  return found;
}

const SIGNERS = { ES256: es256, RS256: rs256, EdDSA: ed25519 };

describe.each(['ES256', 'RS256', 'EdDSA'] as const)('a verifier of %s', (alg) => {
  it('accepts the token that the attacks are made from', async () => {
    const bench = await authorizerBench(alg);
    const answer = await bench.authorize(`Bearer ${await bench.sign()}`);
    expect(answer.principalId).toBe(bench.claims.sub);
  });

  it('answers every classic attack with Unauthorized, and logs no more than a reason', async () => {
    const bench = await authorizerBench(alg);
    const tokens = attackTokens(await bench.sign(), bench.published);
    expect(tokens.length).toBeGreaterThan(250);
    expect(await offenders(bench, tokens)).toEqual([]);
    expect(bench.world.errors).toEqual([]);
    expect(bench.world.events).toHaveLength(tokens.length);
    expect(new Set(bench.world.events.flatMap(Object.keys))).toEqual(new Set(['event', 'reason']));
  });

  it('refuses what breaks a rule under a good signature', async () => {
    const bench = await authorizerBench(alg);
    const signer = SIGNERS[alg](bench.privateKey);
    const tokens = signedAttacks(await bench.sign(), signer, NOW / 1000);
    expect(tokens.length).toBeGreaterThan(100);
    expect(await offenders(bench, tokens)).toEqual([]);
  });
});

describe('one-character mutants', () => {
  it('answers all of an ES256 token with Unauthorized', async () => {
    const bench = await authorizerBench('ES256');
    const valid = await bench.sign();
    expect(await offenders(bench, mutants(valid))).toEqual([]);
    expect(bench.world.events).toHaveLength([...mutants(valid)].length);
    expect(bench.world.sessionReads).toBe(0);
  }, 120_000);

  it.each(['RS256', 'EdDSA'] as const)('answers those of an %s token alike', async (alg) => {
    const bench = await authorizerBench(alg);
    const valid = await bench.sign();
    const some = [...mutants(valid)].filter((_, index) => index % 13 === 0);
    expect(await offenders(bench, some)).toEqual([]);
  });

  it('does not see a token in the other signature that ECDSA has for it', async () => {
    // (r, n − s) verifies as well, and the JOSE standards have no rule against it. It is no forgery:
    // the claims are the same, which is why nothing here ever identifies a token by its text.
    const bench = await authorizerBench('ES256');
    const [header, payload, signature = ''] = (await bench.sign()).split('.');
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const bytes = Buffer.from(signature, 'base64url');
    const s = order - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
    bytes.write(s.toString(16).padStart(64, '0'), 32, 'hex');
    const answer = await bench.authorize(
      `Bearer ${header}.${payload}.${bytes.toString('base64url')}`,
    );
    expect(answer.context).toEqual((await bench.authorize(`Bearer ${await bench.sign()}`)).context);
  });
});

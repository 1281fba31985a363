import { generateKeyPairSync } from 'node:crypto';
import { formatRefreshToken } from '../../../../functions/core/sessions/refresh-token.ts';
import type { SessionReader } from '../../../../functions/core/authorization/session-check.ts';
import type { PublicJwk } from '../../../../functions/core/keys/key-rings.ts';
import { runTokenProgram } from '../../../../infra/cli/token/token-program.ts';
import type { Verifier } from '../../../../infra/cli/token/verifier.ts';
import { es256, forge, type Members } from '../../../attacks/forge.ts';

const NOW = 1_800_000_000_000;
const ISSUER = 'https://api.example/v1';
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const JWK = { ...publicKey.export({ format: 'jwk' }), kid: 'key-1', use: 'sig', alg: 'ES256' };
const HEADER = { typ: 'at+jwt', alg: 'ES256', kid: 'key-1' };
const CLAIMS = {
  iss: ISSUER,
  aud: ISSUER,
  sub: 'user:1',
  client_id: 'default',
  scope: 'items:read',
  iat: NOW / 1000 - 60,
  exp: NOW / 1000 + 840,
  jti: 'j',
  sid: 's',
  username: 'anna',
};

const tokenOf = (claims: Members = {}, header: Members = {}): string =>
  forge({ ...HEADER, ...header }, { ...CLAIMS, ...claims }, es256(privateKey));

const verifier = (sessions: SessionReader | null = null): Verifier => ({
  name: 'a test',
  issuer: ISSUER,
  audiences: [ISSUER],
  keyIds: ['key-1'],
  keys: {
    find: (kid) => Promise.resolve(kid === 'key-1' ? (JWK as PublicJwk) : null),
    all: () => Promise.resolve({ keys: [JWK as PublicJwk] }),
  },
  sessions,
});

/** @param input what is piped in; `null`: a terminal */
async function run(
  words: readonly string[],
  input: string | null = null,
  opened: Verifier | null = verifier(),
) {
  const printed: string[] = [];
  const noted: string[] = [];
  const asked: unknown[] = [];
  const exitCode = await runTokenProgram(words, {
    print: (line) => printed.push(line),
    note: (line) => noted.push(line),
    readInput: input === null ? null : () => Promise.resolve(Buffer.from(input)),
    openVerifier: (_options, issuer) => {
      asked.push(issuer);
      return Promise.resolve(opened);
    },
    now: () => NOW,
  });
  return { exitCode, printed, noted: noted.join('\n'), asked };
}

describe('token -- inspect', () => {
  test('a valid token: its claims, with times that people can read, and exit code 0', async () => {
    const { exitCode, printed, noted } = await run(['inspect', '-'], tokenOf());
    expect(exitCode).toBe(0);
    expect(noted).toBe('');
    expect(printed[0]).toBe('✓ valid');
    expect(printed).toContain('  exp        2027-01-15 08:14:00Z (in 14 min)');
    expect(printed).toContain('  iat        2027-01-15 07:59:00Z (1 min ago)');
    expect(printed).toContain('  username   anna');
  });

  test.each([
    ['expired', { exp: NOW / 1000 - 180 }, {}, '✗ expired 3 min ago'],
    ['of an unknown key', {}, { kid: 'key-2' }, '✗ unknown kid: the key "key-2" is not'],
    ['for others', { aud: 'x' }, {}, `✗ aud is "x", expected "${ISSUER}"`],
    ['of another issuer', { iss: 'x' }, {}, `✗ iss is "x", expected "${ISSUER}"`],
    ['of another type', {}, { typ: 'JWT' }, '✗ wrong typ: it is "JWT", expected "at+jwt"'],
  ])('a token %s: why, and exit code 1', async (_name, claims, header, line) => {
    const { exitCode, printed } = await run(['inspect'], tokenOf(claims, header));
    expect(exitCode).toBe(1);
    expect(printed[0]).toContain(line);
    expect(printed).toContain('claims, as it says itself');
  });

  test('a changed signature, a second spelling, and what is no JWT', async () => {
    const token = tokenOf();
    const [header = '', payload = '', signature = ''] = token.split('.');
    const other = signature.startsWith('A') ? 'B' : 'A';
    const changed = `${header}.${payload}.${other}${signature.slice(1)}`;
    expect((await run(['inspect'], changed)).printed[0]).toContain('✗ signature wrong');
    const padded = await run(['inspect'], `${token}==`);
    expect(padded.printed[0]).toContain('✗ not canonical base64url');
    const text = await run(['inspect'], 'hello');
    expect(text.printed[0]).toBe('✗ it is no JWT: that has three parts with a dot between them');
    const unsigned = await run(
      ['inspect'],
      forge({ ...HEADER, alg: 'none' }, CLAIMS, () => new Uint8Array()),
    );
    expect(unsigned.printed[0]).toContain('✗ unsigned: its alg is "none"');
    expect([padded.exitCode, text.exitCode]).toEqual([1, 1]);
  });

  test('a session that is over makes it invalid where sessions can be read', async () => {
    const sessions = {
      read: () => Promise.resolve({ family: null, user: null }),
      readClient: () => Promise.resolve(null),
    };
    const { exitCode, printed } = await run(['inspect'], tokenOf(), verifier(sessions));
    expect(exitCode).toBe(1);
    expect(printed[0]).toContain('✗ its session is gone');
  });

  test('a token is never called valid when there is nothing to judge it by', async () => {
    const good = await run(['inspect'], tokenOf(), null);
    expect(good.exitCode).toBe(1);
    expect(good.printed[0]).toContain('✗ not verified');
    const expired = await run(['inspect'], tokenOf({ exp: NOW / 1000 - 60 }), null);
    expect(expired.printed[0]).toBe('✗ expired 1 min ago');
  });

  test('a refresh token is named, and nothing of it is shown or asked about', async () => {
    const token = formatRefreshToken(
      { username: 'anna', familySecret: Buffer.alloc(16, 1), generation: 3 },
      { kid: 'mac', state: 'active', createdAt: 0, secret: Buffer.alloc(32).toString('base64url') },
    );
    for (const words of [['inspect'], ['inspect', '--json']]) {
      const { exitCode, printed, asked } = await run(words, token);
      expect(exitCode).toBe(1);
      const text = printed.join('\n');
      expect(text).toContain('this is a refresh token');
      expect(text).toContain('Keep it secret');
      expect(text).not.toMatch(/anna|mac/);
      expect(text).not.toContain(token.slice(0, 20));
      expect(asked).toEqual([]);
    }
  });

  test('what people paste is understood: the header, and the whole answer of a login', async () => {
    const token = tokenOf();
    const answer = JSON.stringify({ access_token: token, token_type: 'Bearer' });
    for (const input of [`Authorization: Bearer ${token}\n`, `bearer ${token}`, answer]) {
      expect(await run(['inspect', '-'], input)).toMatchObject({ exitCode: 0 });
    }
  });

  test('an argument works, with a warning of who can read it', async () => {
    const { exitCode, noted } = await run(['inspect', tokenOf()]);
    expect(exitCode).toBe(0);
    expect(noted).toContain('list of processes');
    const none = await run(['inspect']);
    expect(none).toMatchObject({ exitCode: 2, printed: [] });
    expect(await run(['inspect'], '{}')).toMatchObject({ exitCode: 2, printed: [] });
  });

  test('JSON has verdict, reason, claims and times, and not the token', async () => {
    const token = tokenOf({ exp: NOW / 1000 - 180 });
    const { exitCode, printed } = await run(['inspect', '--json'], token);
    expect(exitCode).toBe(1);
    expect(JSON.parse(printed.join('\n'))).toMatchObject({
      verdict: 'invalid',
      reason: 'expired',
      explanation: 'expired 3 min ago',
      claims: { username: 'anna' },
      times: { exp: '2027-01-15T07:57:00.000Z' },
    });
    expect(printed.join('')).not.toContain(token.split('.')[2]);
  });

  test('claims steer no terminal', async () => {
    const { printed } = await run(['inspect'], tokenOf({ username: '\u001b[2Janna\u202e' }));
    expect(printed).toContain('  username   \\u{1b}[2Janna\\u{202e}');
    const asJson = await run(['inspect', '--json'], tokenOf({ username: '\u009b2Janna\u202e' }));
    expect(asJson.printed.join('')).toContain('\\u009b2Janna\\u202e');
  });
});

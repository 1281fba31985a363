import { hash as bcryptHash } from 'bcryptjs';
import { bcryptVerifier } from '../../functions/adapters/bcrypt/bcrypt-verifier.ts';
import { acceptImportedHashes } from '../../functions/core/passwords/accept-imported-hashes.ts';
import { signIn } from '../../functions/core/sign-in.ts';
import { cheapHasher, SignInBench } from '../fakes/sign-in-bench.ts';

const device = { ip: '192.0.2.7', userAgent: 'browser/1' };
const passwords = acceptImportedHashes(cheapHasher, [bcryptVerifier]);

/** `é` as two code points, as macOS types it and another system hashed it. */
const DECOMPOSED = 'cafe\u0301 cafe\u0301 cafe\u0301';

describe('signing in with a hash from another system', () => {
  let bench: SignInBench;

  beforeEach(() => {
    bench = new SignInBench();
  });

  const imported = async (password: string) =>
    bench.enrol({ passwordHash: await bcryptHash(password, 4) });
  const storedHash = async () => String((await bench.users.find('johndoe'))?.passwordHash);
  const attempt = (password: string) => {
    const credentials = { username: 'johndoe', password, clientId: null, clientSecret: null };
    return signIn({ ...credentials, scope: null, device }, { ...bench.signInPorts, passwords });
  };

  it('works once with it, and from then on with one of our own', async () => {
    await imported('correct horse');
    await attempt('correct horse');
    expect(passwords.needsRehash(await storedHash())).toBe(false);
    await attempt('correct horse');
    expect(bench.events.map(({ event }) => event)).toEqual(['password_rehashed', 'login', 'login']);
  });

  it('takes what was hashed as it was typed, and afterwards every way to type it', async () => {
    await imported(DECOMPOSED);
    // Before, only what was typed in the other system is known to be right.
    await expect(attempt(DECOMPOSED.normalize())).rejects.toMatchObject({ code: 'invalid_grant' });
    await attempt(DECOMPOSED);
    expect((await storedHash()).slice(0, 9)).toBe('$argon2id');
    await attempt(DECOMPOSED.normalize());
    await attempt(DECOMPOSED);
  });

  it('leaves a password that bcrypt has cut as it was: its tail is not known to be right', async () => {
    const seen = 'x'.repeat(72);
    await imported(`${seen} and the rest`);
    const before = await storedHash();
    await attempt(`${seen} and a slip`);
    expect(await storedHash()).toBe(before);
    await attempt(`${seen} and the rest`);
    await expect(attempt(`${seen.slice(1)} and the rest`)).rejects.toMatchObject({
      code: 'invalid_grant',
    });
    // What bcrypt has read to its end can be hashed anew.
    await attempt(seen);
    expect(passwords.needsRehash(await storedHash())).toBe(false);
  });

  it('leaves it also where only what was typed is longer than bcrypt reads', async () => {
    const seen = 'e\u0301'.repeat(24);
    await imported(`${seen} and the rest`);
    const before = await storedHash();
    await attempt(`${seen} and a slip`);
    expect(await storedHash()).toBe(before);
    await attempt(`${seen} and the rest`);
  });

  it('leaves it also where only what is normalised is longer than bcrypt reads', async () => {
    const typed = `${'x'.repeat(60)}\uFDFA`;
    await imported(typed.normalize('NFKC'));
    const before = await storedHash();
    await attempt(typed);
    expect(await storedHash()).toBe(before);
  });
});

import { compare, hash as bcryptHash } from 'bcryptjs';
import * as fc from 'fast-check';
import { describePasswordHash } from '../../functions/core/passwords/describe-password-hash.ts';
import { formatFirebaseHash } from '../../functions/core/passwords/firebase-scrypt-hash.ts';
import { composePasswords } from '../../functions/runtime/compose-passwords.ts';
import { IMPORTED_HASHES, importedHash } from '../vectors/imported-hashes.ts';

const hasher = composePasswords({
  argon2: { memoryKiB: 256, timeCost: 2, parallelism: 1 },
  memoryMiB: 1769,
});

const A = (count: number) => 'A'.repeat(count);

const longOne = (scheme: string) => {
  const found = IMPORTED_HASHES.find((vector) => {
    return vector.scheme === scheme && Buffer.byteLength(vector.password) > 72;
  });
  if (found === undefined) throw new Error(`no long password for ${scheme}`);
  return found;
};

describe('verifying what other systems stored', () => {
  it.each(IMPORTED_HASHES)('$scheme by $maker, of $password', async (vector) => {
    const { scheme, password, hash } = vector;
    expect(describePasswordHash(hash)).toEqual({ scheme, problem: null });
    expect(hasher.canVerify(hash)).toBe(true);
    expect(hasher.needsRehash(hash)).toBe(true);
    await expect(hasher.verify(hash, password)).resolves.toBe(true);
    await expect(hasher.verify(hash, `X${password}`)).resolves.toBe(false);
  });

  it('does not take a hash for another of its digest', async () => {
    for (const scheme of ['bcrypt', 'pbkdf2-sha512', 'scrypt', 'firebase-scrypt']) {
      const { password, hash } = importedHash(scheme, '');
      const last = hash.at(-3) ?? '';
      const changed = `${hash.slice(0, -3)}${last === 'c' ? 'd' : 'c'}${hash.slice(-2)}`;
      await expect(hasher.verify(changed, password)).resolves.toBe(false);
    }
  });

  it('takes the PHC form of PBKDF2, with standard base64 and named parameters', async () => {
    const { password, hash } = importedHash('pbkdf2-sha256', 'passlib');
    const [, , iterations, salt = '', digest = ''] = hash.replaceAll('.', '+').split('$');
    const phc = `$pbkdf2-sha256$i=${iterations},l=32$${salt}$${digest}`;
    await expect(hasher.verify(phc, password)).resolves.toBe(true);
    await expect(hasher.verify(phc, `X${password}`)).resolves.toBe(false);
  });

  it('takes a Firebase export with the parameters of its project', async () => {
    const { password, hash } = importedHash('firebase-scrypt', 'firebase/scrypt');
    const [, , , salt = '', passwordHash = '', separator = '', key = ''] = hash.split('$');
    const config = { base64SignerKey: key, base64SaltSeparator: separator, rounds: 8, memCost: 14 };
    expect(formatFirebaseHash({ passwordHash, salt }, config)).toBe(hash);
    // Firebase's admin SDK writes the alphabet for URLs.
    const forUrls = hash.replaceAll('+', '-').replaceAll('/', '_');
    await expect(hasher.verify(forUrls, password)).resolves.toBe(true);
  });

  it('verifies the dearest bcrypt and scrypt that the ceilings let through', async () => {
    await expect(hasher.verify(`$2b$14$${A(53)}`, 'secret')).resolves.toBe(false);
    for (const costs of ['ln=18,r=8,p=1', 'ln=15,r=64,p=1', 'ln=1,r=64,p=64', 'ln=15,r=1,p=64']) {
      const dear = `$scrypt$${costs}$${A(22)}$${A(43)}`;
      expect(hasher.canVerify(dear)).toBe(true);
      await expect(hasher.verify(dear, 'secret')).resolves.toBe(false);
    }
  }, 30_000);

  it.each([
    ['bcrypt', `$2b$15$${'A'.repeat(53)}`],
    ['PBKDF2', `pbkdf2_sha256$4000001$salt$${'A'.repeat(43)}=`],
    ['scrypt', `scrypt:524288:8:1$salt$${'0'.repeat(128)}`],
    ['Firebase scrypt', `$firescrypt$ln=19,r=8,p=1$AAAA$${'A'.repeat(24)}$$${'A'.repeat(24)}`],
  ])('refuses a bomb of %s at once', async (_, bomb) => {
    expect(describePasswordHash(bomb).problem).toContain('costs more');
    expect(hasher.canVerify(bomb)).toBe(false);
    await expect(hasher.verify(bomb, 'secret')).resolves.toBe(false);
  });
});

describe('bcrypt', () => {
  it('does not see what is beyond 72 bytes, as in the system that it came from', async () => {
    const { password, hash } = longOne('bcrypt');
    const cut = Buffer.from(password).subarray(0, 72).toString('utf8');
    await expect(hasher.verify(hash, `${cut}something else`)).resolves.toBe(true);
    await expect(hasher.verify(hash, cut.slice(0, -1))).resolves.toBe(false);
    const prehashed = longOne('bcrypt-sha256');
    await expect(hasher.verify(prehashed.hash, `${cut}something else`)).resolves.toBe(false);
  });

  it('refuses a password with a NUL, after which its key would repeat', async () => {
    const hash = await bcryptHash('secret', 4);
    await expect(compare('secret\0secret', hash)).resolves.toBe(true);
    await expect(hasher.verify(hash, 'secret\0secret')).resolves.toBe(false);
    await expect(hasher.verify(hash, 'secret')).resolves.toBe(true);
  });
});

describe('whatever is stored', () => {
  /** Good hashes with something put in, taken out or exchanged, and plain noise. */
  const spoilt = fc
    .tuple(
      fc.constantFrom(...IMPORTED_HASHES.map(({ hash }) => hash)),
      fc.nat({ max: 300 }),
      fc.nat({ max: 4 }),
      fc.oneof(fc.string({ maxLength: 4, unit: 'binary' }), fc.constantFrom('$', '=', ',', '0')),
    )
    .map(([hash, at, count, put]) => `${hash.slice(0, at)}${put}${hash.slice(at + count)}`);
  const stored = fc.oneof(fc.string({ unit: 'binary', maxLength: 2000 }), spoilt);

  it('is described as exactly what the hasher takes or refuses, and nothing throws', () => {
    fc.assert(
      fc.property(stored, (text) => {
        expect(hasher.canVerify(text)).toBe(describePasswordHash(text).problem === null);
        expect(typeof hasher.needsRehash(text)).toBe('boolean');
      }),
      { numRuns: 5_000 },
    );
  });

  it('is refused without an error when it is garbage', async () => {
    await fc.assert(
      fc.asyncProperty(stored, async (text) => {
        fc.pre(!hasher.canVerify(text));
        await expect(hasher.verify(text, 'secret')).resolves.toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is verified without an error when it is cheap garbage of the right form', async () => {
    const cheap = fc.oneof(
      fc.stringMatching(
        /^\$scrypt\$ln=1?[1-5],r=[1-8],p=[1-8]\$([A-Za-z0-9+/]{4}){0,8}\$[A-Za-z0-9+/]{24}$/,
      ),
      fc.stringMatching(/^pbkdf2:sha(1|256|512):[1-9]\d?\$[^$]{1,32}\$([0-9a-f]{2}){16,64}$/),
      fc.stringMatching(/^\$2[aby]\$04\$[./A-Za-z0-9]{53}$/),
      fc.stringMatching(
        /^\$argon2id\$v=19\$m=(64|128),t=[1-3],p=[1-4]\$[A-Za-z0-9+/]{32}\$[A-Za-z0-9+/]{32}$/,
      ),
      fc.stringMatching(
        /^\$firescrypt\$ln=[1-9],r=[1-8],p=1\$[A-Za-z0-9+/]{8}\$[A-Za-z0-9+/_-]{24}\$\$[A-Za-z0-9+/]{24}$/,
      ),
    );
    await fc.assert(
      fc.asyncProperty(cheap, fc.string({ unit: 'grapheme' }), async (text, password) => {
        expect(hasher.canVerify(text)).toBe(true);
        await expect(hasher.verify(text, password)).resolves.toBe(false);
      }),
      { numRuns: 200 },
    );
  }, 30_000);
});

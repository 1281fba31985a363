import { formatArgon2Hash, parseArgon2Hash } from '../../../functions/core/passwords/argon2-phc.ts';

const SALT = 'wagCPXjifgvUFBzq4hqe3w';
const DIGEST = 'CYaIb8sB+wtD+Vu/P4uod1+Qof8h+1g7bbDlBID48Rc';
const CANONICAL = `$argon2id$v=19$m=65536,t=3,p=4$${SALT}$${DIGEST}`;

describe('reading an argon2 hash', () => {
  it.each(['m=65536,t=3,p=4', 'm=65536,p=4,t=3', 'p=4,t=3,m=65536'])(
    'takes the parameters as %s and writes them as m,t,p',
    (parameters) => {
      const parsed = parseArgon2Hash(`$argon2id$v=19$${parameters}$${SALT}$${DIGEST}`);
      expect(parsed).toMatchObject({ memoryKiB: 65_536, timeCost: 3, parallelism: 4 });
      expect(parsed && formatArgon2Hash(parsed)).toBe(CANONICAL);
    },
  );

  it('knows the other types and the version of before 2016', () => {
    const old = parseArgon2Hash(`$argon2i$m=16,t=2,p=1$${SALT}$${DIGEST}`);
    expect(old).toMatchObject({ type: 'argon2i', version: 0x10 });
    expect(parseArgon2Hash(CANONICAL.replace('argon2id', 'argon2d'))?.type).toBe('argon2d');
  });

  it.each([
    ['nothing', ''],
    ['another algorithm', '$2b$12$KbQiHKTa1WIsQFTQWQDZQu'],
    ['an unknown version', CANONICAL.replace('v=19', 'v=20')],
    ['a parameter twice', CANONICAL.replace('t=3', 'm=3')],
    ['a parameter missing', CANONICAL.replace(',p=4', '')],
    ['a key id', CANONICAL.replace('p=4', 'p=4,keyid=AAAA')],
    ['associated data', CANONICAL.replace('p=4', 'p=4,data=AAAA')],
    ['a cost of zero', CANONICAL.replace('t=3', 't=0')],
    ['a cost with a sign', CANONICAL.replace('t=3', 't=-3')],
    ['a cost beyond 32 bits', CANONICAL.replace('t=3', 't=99999999999')],
    ['less memory than the lanes need', CANONICAL.replace('m=65536', 'm=31')],
    ['a salt under 8 bytes', CANONICAL.replace(SALT, 'AAAA')],
    ['a digest under 4 bytes', CANONICAL.replace(DIGEST, 'AAAA')],
    ['a salt of another alphabet', CANONICAL.replace(SALT, `${SALT.slice(1)}!`)],
    ['spare bits that are not zero', CANONICAL.replace(DIGEST, `${DIGEST.slice(0, -1)}d`)],
    ['more after the digest', `${CANONICAL}$AAAA`],
    ['a line feed after it', `${CANONICAL}\n`],
    ['a digest of a kilobyte', `${CANONICAL}${'A'.repeat(1024)}`],
  ])('refuses %s', (_, text) => {
    expect(parseArgon2Hash(text)).toBeNull();
  });
});

import * as fc from 'fast-check';
import { describePasswordHash } from '../../../functions/core/passwords/describe-password-hash.ts';

const A = (count: number) => 'A'.repeat(count);
const PBKDF2_PROBLEM = 'the PBKDF2 hash is malformed, cut off, or of an unknown hash function';
const BCRYPT = `$2b$12$${A(53)}`;

describe('describing a stored hash', () => {
  it.each([
    ['argon2id', `$argon2id$v=19$m=65536,t=3,p=4$${A(22)}$${A(43)}`],
    ['argon2i', `argon2$argon2i$v=19$m=512,t=2,p=2$${A(16)}$${A(22)}`],
    ['bcrypt', BCRYPT],
    ['bcrypt', `bcrypt$${BCRYPT}`],
    ['bcrypt-sha256', `bcrypt_sha256$${BCRYPT}`],
    ['bcrypt-sha256', `$bcrypt-sha256$2a,12$${A(22)}$${A(31)}`],
    ['bcrypt-sha256', `$bcrypt-sha256$v=2,t=2b,r=12$${A(22)}$${A(31)}`],
    ['pbkdf2-sha256', `pbkdf2_sha256$260000$salt$${A(43)}=`],
    ['pbkdf2-sha1', `$pbkdf2$131000$${A(22)}$${A(27)}`],
    ['pbkdf2-sha512', `$pbkdf2-sha512$i=10000,l=64$${A(22)}$${A(86)}`],
    ['pbkdf2-sha256', `pbkdf2:sha256:260000$salt$${'0'.repeat(64)}`],
    ['scrypt', `scrypt$16384$salt$8$1$${A(86)}==`],
    ['scrypt', `$scrypt$ln=16,r=8,p=1$${A(22)}$${A(43)}`],
    ['scrypt', `scrypt:32768:8:1$salt$${'0'.repeat(128)}`],
    ['firebase-scrypt', `$firescrypt$ln=14,r=8,p=1$${A(12)}$${A(86)}==$Bw==$${A(86)}==`],
    ['firebase-scrypt', `$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=${A(86)}==$${A(12)}$${A(86)}==`],
  ])('knows %s and finds no problem', (scheme, text) => {
    expect(describePasswordHash(text)).toEqual({ scheme, problem: null });
  });

  it.each([
    ['argon2id', `$argon2id$v=19$m=262145,t=1,p=1$${A(22)}$${A(43)}`],
    ['bcrypt', BCRYPT.replace('12', '15')],
    ['pbkdf2-sha256', `pbkdf2_sha256$4000001$salt$${A(43)}=`],
    ['pbkdf2-sha256', `$pbkdf2-sha256$2000001$${A(22)}$${A(86)}`],
    ['scrypt', `$scrypt$ln=18,r=9,p=1$${A(22)}$${A(43)}`],
    ['scrypt', `$scrypt$ln=17,r=8,p=3$${A(22)}$${A(43)}`],
    ['scrypt', `$scrypt$ln=1,r=65,p=1$${A(22)}$${A(43)}`],
    ['scrypt', `$scrypt$ln=1,r=1,p=65$${A(22)}$${A(43)}`],
    ['firebase-scrypt', `$firescrypt$ln=30,r=8,p=1$${A(12)}$${A(86)}==$Bw==$${A(86)}==`],
  ])('names the %s hash that is a bomb', (scheme, text) => {
    expect(describePasswordHash(text)).toEqual({
      scheme,
      problem: `the ${scheme} hash costs more time or memory than is allowed`,
    });
  });

  it.each([
    ['', 'there is no hash'],
    ['!kQHD', 'no password is set: Django marks that with an exclamation mark'],
    [BCRYPT.slice(0, -1), 'the bcrypt hash is malformed or cut off'],
    ['$argon2id$v=19$m=65536,t=3', 'the argon2 hash is malformed or cut off'],
    [
      BCRYPT.replace('2b', '2x'),
      'bcrypt of a version with known bugs ($2$, $2x$) is not supported',
    ],
    ['5f4dcc3b5aa765d61d8327deb882cf99', 'the format of the hash is not known'],
    [`$scrypt$ln=16,r=1,p=1$${A(22)}$${A(43)}`, 'the scrypt hash is malformed or cut off'],
    [`scrypt:1000:8:1$salt$${'0'.repeat(64)}`, 'the scrypt hash is malformed or cut off'],
    [`pbkdf2:sha256:1000$salt$${'0'.repeat(30)}`, PBKDF2_PROBLEM],
    [`pbkdf2:md5:1000$salt$${'0'.repeat(64)}`, PBKDF2_PROBLEM],
    [`pbkdf2_sha256$0$salt$${A(43)}=`, PBKDF2_PROBLEM],
    [`pbkdf2_sha256$1000$salt$${A(42)}B=`, PBKDF2_PROBLEM],
    [BCRYPT.replace('12', '03'), 'the bcrypt hash is malformed or cut off'],
    [
      `$firescrypt$ln=14,r=8,p=1$${A(12)}$${A(86)}==$Bw==$${A(43)}=`,
      'the Firebase scrypt hash is malformed or cut off',
    ],
    ['md5$salt$0cc175b9c0f1b6a831c399e269772661', 'MD5 is not supported'],
  ])('says of %j that %s', (text, problem) => {
    expect(describePasswordHash(text)).toEqual({ scheme: null, problem });
  });

  it('never throws and never quotes the hash', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 9, unit: 'binary' }), (text) => {
        const { problem } = describePasswordHash(text);
        expect(problem).not.toBeNull();
        expect(problem).not.toContain(text);
      }),
    );
  });
});

import { spawnSync } from 'node:child_process';
import argon2 from 'argon2';
import { createArgon2PasswordHasher } from '../../../functions/adapters/argon2/argon2-password-hasher.ts';
import { parseArgon2Hash } from '../../../functions/core/passwords/argon2-phc.ts';

/** The hash of `secret` in FastAPI's security tutorial, made by pwdlib. */
const TUTORIAL =
  '$argon2id$v=19$m=65536,t=3,p=4$wagCPXjifgvUFBzq4hqe3w$CYaIb8sB+wtD+Vu/P4uod1+Qof8h+1g7bbDlBID48Rc';
const TODAY = { memoryKiB: 256, timeCost: 2, parallelism: 1 };

const python = spawnSync('/usr/bin/python3', ['-c', 'import argon2']);
const [describeWithPython, remark] =
  python.status === 0
    ? [describe, '']
    : [describe.skip, ' (NOT RUN: /usr/bin/python3 has no argon2; install python3-argon2)'];

describe('the argon2 hasher', () => {
  const hasher = createArgon2PasswordHasher(TODAY);

  it('verifies the password that it hashed and no other', async () => {
    const hash = await hasher.hash('correct horse');
    await expect(hasher.verify(hash, 'correct horse')).resolves.toBe(true);
    await expect(hasher.verify(hash, 'correct horsf')).resolves.toBe(false);
    await expect(hasher.verify(hash, '')).resolves.toBe(false);
  });

  it('writes PHC strings with the fields in the order m,t,p and a fresh salt', async () => {
    const hashes = [await hasher.hash('secret'), await hasher.hash('secret')];
    for (const hash of hashes) {
      expect(hash).toMatch(
        /^\$argon2id\$v=19\$m=256,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
      );
    }
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it("verifies the tutorial's own hash and wants it rehashed", async () => {
    expect(hasher.canVerify(TUTORIAL)).toBe(true);
    await expect(hasher.verify(TUTORIAL, 'secret')).resolves.toBe(true);
    await expect(hasher.verify(TUTORIAL, 'Secret')).resolves.toBe(false);
    expect(hasher.needsRehash(TUTORIAL)).toBe(true);
  });

  it.each(['argon2i', 'argon2d', 'argon2id'] as const)(
    'verifies %s as the package writes it, and in the order that its older versions wrote',
    async (type) => {
      const options = { type: argon2[type], memoryCost: 64, timeCost: 2, parallelism: 2 };
      const hash = await argon2.hash('secret', options);
      const [, head, salt, digest] = /^(.*)m=64,t=2,p=2(.*)\$(.*)$/.exec(hash) ?? [];
      await expect(hasher.verify(hash, 'secret')).resolves.toBe(true);
      await expect(hasher.verify(`${head}m=64,p=2,t=2${salt}$${digest}`, 'secret')).resolves.toBe(
        true,
      );
      expect(hasher.needsRehash(hash)).toBe(true);
    },
  );

  it('is read by the package itself', async () => {
    await expect(argon2.verify(await hasher.hash('pässwörd'), 'pässwörd')).resolves.toBe(true);
  });

  it.each([
    ['memory', { memoryCost: 262_145, timeCost: 1, parallelism: 1 }],
    ['passes', { memoryCost: 64, timeCost: 65, parallelism: 1 }],
    ['lanes', { memoryCost: 4096, timeCost: 1, parallelism: 17 }],
    ['memory times passes', { memoryCost: 16_448, timeCost: 64, parallelism: 1 }],
  ])('refuses a stored hash with too much %s, though the password fits', async (_, costs) => {
    const bomb = await argon2.hash('secret', costs);
    expect(parseArgon2Hash(bomb)).not.toBeNull();
    expect(hasher.canVerify(bomb)).toBe(false);
    await expect(hasher.verify(bomb, 'secret')).resolves.toBe(false);
  });

  it('takes what it cannot read for a wrong password', async () => {
    for (const hash of ['', 'secret', '$2b$12$KbQiHKTa1WIsQFTQWQDZQu', '$argon2id$']) {
      expect(hasher.canVerify(hash)).toBe(false);
      await expect(hasher.verify(hash, 'secret')).resolves.toBe(false);
      expect(hasher.needsRehash(hash)).toBe(true);
    }
  });

  it("needs no rehash for today's parameters and one for any other", async () => {
    const hash = await hasher.hash('secret');
    expect(hasher.needsRehash(hash)).toBe(false);
    for (const change of [{ memoryKiB: 512 }, { timeCost: 3 }, { parallelism: 2 }]) {
      expect(createArgon2PasswordHasher({ ...TODAY, ...change }).needsRehash(hash)).toBe(true);
    }
    expect(hasher.needsRehash(hash.replace('t=2,p=1', 'p=1,t=2'))).toBe(true);
    expect(hasher.needsRehash(hash.replace('argon2id', 'argon2i'))).toBe(true);
  });

  it("has a dummy hash that costs what today's hashes cost and fits no password", async () => {
    expect(hasher.needsRehash(hasher.dummyHash)).toBe(false);
    expect(hasher.dummyHash).not.toBe(createArgon2PasswordHasher(TODAY).dummyHash);
    await expect(hasher.verify(hasher.dummyHash, 'secret')).resolves.toBe(false);
  });

  it('does not start with parameters whose hashes it would refuse', () => {
    for (const change of [
      { memoryKiB: 300_000 },
      { timeCost: 99 },
      { memoryKiB: 8, parallelism: 2 },
    ]) {
      expect(() => createArgon2PasswordHasher({ ...TODAY, ...change })).toThrow(RangeError);
    }
  });
});

describeWithPython(`Python's argon2-cffi${remark}`, () => {
  it('verifies our hashes', async () => {
    const check = 'import argon2,sys; argon2.PasswordHasher().verify(sys.argv[1], sys.argv[2])';
    const hash = await createArgon2PasswordHasher(TODAY).hash('pässwörd');
    const verify = (password: string) =>
      spawnSync('/usr/bin/python3', ['-c', check, hash, password], { encoding: 'utf8' });
    expect(verify('pässwörd')).toMatchObject({ status: 0, stderr: '' });
    expect(verify('passwort').stderr).toContain('VerifyMismatchError');
  });
});

import { verifyTypedPassword } from '../../../functions/core/passwords/verify-typed-password.ts';

/** A verifier whose hashes are the passwords themselves, and what it was asked. */
const plain = () => {
  const asked: string[] = [];
  const verify = (hash: string, password: string) => {
    asked.push(password);
    return Promise.resolve(hash === password);
  };
  return { asked, passwords: { canVerify: () => true, verify } };
};

describe('verifying a password in the form that was typed', () => {
  const typed = 'ﬁsh';
  const normalized = 'fish';

  it('tries only the normalised form when it fits or nothing else was typed', async () => {
    const { asked, passwords } = plain();
    await expect(verifyTypedPassword(passwords, 'fish', { typed, normalized })).resolves.toBe(true);
    const usual = { typed: normalized, normalized };
    await expect(verifyTypedPassword(passwords, 'bird', usual)).resolves.toBe(false);
    expect(asked).toEqual(['fish', 'fish']);
  });

  it('then tries what was typed, which another system hashed', async () => {
    const { asked, passwords } = plain();
    await expect(verifyTypedPassword(passwords, 'ﬁsh', { typed, normalized })).resolves.toBe(true);
    await expect(verifyTypedPassword(passwords, 'bird', { typed, normalized })).resolves.toBe(
      false,
    );
    expect(asked).toEqual(['fish', 'ﬁsh', 'fish', 'ﬁsh']);
  });
});

import type { PasswordVerifier } from './password-hasher.ts';

/**
 * Verifies a password against a stored hash. Ours are made of the normalised form; another system's
 * was made of what was typed there, which may be another text (`ﬁ` for `fi`, `é` as two code points).
 * So where they differ the typed form is tried too, if the first did not fit. It is tried against every
 * hash, today's and the dummy too: a failure takes as long for everybody, and a hash that was imported
 * with parameters like today's can be verified. Most people type what is normal, and pay for one hash.
 *
 * @param password the password as it was typed, and normalised
 * @returns whether one of them fits
 */
export async function verifyTypedPassword(
  passwords: PasswordVerifier,
  hash: string,
  password: { readonly typed: string; readonly normalized: string },
): Promise<boolean> {
  if (await passwords.verify(hash, password.normalized)) return true;
  return password.typed !== password.normalized && passwords.verify(hash, password.typed);
}

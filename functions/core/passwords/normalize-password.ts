/** The longest password, in code points after normalisation (NIST SP 800-63B-4 asks for 64 or more). */
const MAX_CODE_POINTS = 128;

/** A bound on the bytes before any work is done on them. */
const MAX_BYTES = 2048;

/**
 * Brings a password into the form that is hashed: NFKC, so that one password typed on two keyboards
 * is one password (NIST SP 800-63B-4 §3.1.1.2). It is never truncated.
 *
 * @param password as somebody typed it
 * @returns what to hash, or `null` when it can be nobody's password: longer than 128 code points, or
 *   with lone surrogates (they have no UTF-8, and a hasher would take all of them for one character)
 */
export function normalizePassword(password: string): string | null {
  // UTF-16 units first: UTF-8 is never shorter, and counting bytes reads all of them.
  if (password.length > MAX_BYTES || !password.isWellFormed()) return null;
  if (new TextEncoder().encode(password).length > MAX_BYTES) return null;
  const normalized = password.normalize('NFKC');
  return Array.from(normalized).length > MAX_CODE_POINTS ? null : normalized;
}

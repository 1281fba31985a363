/** A length of 4n + 1 is none; after 4n + 2 the last letter has four spare bits, after 4n + 3 two. */
const SPELLINGS: Readonly<Record<number, RegExp>> = {
  0: /^[A-Za-z0-9_-]+$/,
  2: /^[A-Za-z0-9_-]+[AQgw]$/,
  3: /^[A-Za-z0-9_-]+[AEIMQUYcgkosw048]$/,
};

/**
 * Whether a text is the one base64url spelling of some bytes (RFC 4648 §3.5, §5; RFC 7515 §2): no
 * padding, no other alphabet, no white space, and the spare bits of its last letter are zero.
 * Decoders commonly ignore those bits, which gives one ES256 signature sixteen spellings.
 *
 * @param text any text
 * @returns `false` for the empty text too
 */
export const isCanonicalBase64url = (text: string): boolean =>
  SPELLINGS[text.length % 4]?.test(text) ?? false;

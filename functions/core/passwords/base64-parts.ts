/**
 * The base64 of stored hashes: the standard alphabet, with or without padding. Node's decoder skips
 * what it can't read; a part with such characters, or with spare bits that are not zero, is not what
 * its maker wrote.
 *
 * @returns the bytes, or `null`
 */
export function decodeBase64(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64');
  return encodeBase64(bytes) === text.replace(/={1,2}$/, '') ? bytes : null;
}

/** @returns PHC's B64: the standard alphabet without padding */
export const encodeBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('base64').replace(/=+$/, '');

/** passlib's `ab64`: as above, with `.` for `+`. @returns the bytes, or `null` */
export const decodeAdaptedBase64 = (text: string): Uint8Array | null =>
  decodeBase64(text.replaceAll('.', '+'));

/** As above, or in the alphabet for URLs, which Firebase's admin SDK writes. */
export const decodeAnyBase64 = (text: string): Uint8Array | null =>
  decodeBase64(text.replaceAll('-', '+').replaceAll('_', '/'));

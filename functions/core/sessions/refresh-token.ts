import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { RefreshTokenKey } from '../keys/key-rings.ts';

/** Random bytes of a family secret: 128 bits. */
export const FAMILY_SECRET_BYTES = 16;

/** The longest refresh token, in characters of base64url. Longer input is garbage unread. */
export const REFRESH_TOKEN_MAX_LENGTH = 843;

const VERSION = 1;
const KEY_ID = /^[A-Za-z0-9_-]{1,64}$/;
const USERNAME_MAX_BYTES = 512;
const GENERATION_MAX = 0xffffffff;
const MAC_BYTES = 32;
const FAMILY_ID_BYTES = 16;
const FAMILY_ID_LABEL = 'latchkey family id v1\0';
const MAC_LABEL = 'latchkey refresh token v1\0';

/** What a refresh token says. The client alone keeps the secret: no table has it. */
export interface RefreshTokenContent {
  readonly username: string;
  readonly familySecret: Uint8Array;
  readonly generation: number;
}

/** A well-formed token whose MAC nobody has checked yet: nothing in it may be believed. */
export interface UnverifiedRefreshToken extends RefreshTokenContent {
  readonly keyId: string;
  readonly signedPart: Uint8Array;
  readonly mac: Uint8Array;
}

/** @returns the family's id and `sid`: SHA-256 over a label and the secret, cut to 128 bits, base64url */
export function familyIdOf(familySecret: Uint8Array): string {
  const digest = createHash('sha256').update(FAMILY_ID_LABEL).update(familySecret).digest();
  return digest.subarray(0, FAMILY_ID_BYTES).toString('base64url');
}

/**
 * Makes a refresh token: version, key id, username, family secret, generation and an HMAC-SHA-256
 * over all of it, base64url without padding. The same content and key give the same token.
 *
 * @throws RangeError when a part doesn't fit the format
 */
export function formatRefreshToken(content: RefreshTokenContent, key: RefreshTokenKey): string {
  const { familySecret, generation } = content;
  const username = Buffer.from(content.username, 'utf8');
  if (
    !KEY_ID.test(key.kid) ||
    !content.username.isWellFormed() ||
    username.length === 0 ||
    username.length > USERNAME_MAX_BYTES ||
    familySecret.length !== FAMILY_SECRET_BYTES ||
    !Number.isInteger(generation) ||
    generation < 0 ||
    generation > GENERATION_MAX
  ) {
    throw new RangeError('a part of the refresh token does not fit its format');
  }
  const lengths = Buffer.alloc(2);
  lengths.writeUInt16BE(username.length);
  const number = Buffer.alloc(4);
  number.writeUInt32BE(generation);
  const signedPart = Buffer.concat([
    Buffer.of(VERSION, key.kid.length),
    Buffer.from(key.kid, 'ascii'),
    lengths,
    username,
    familySecret,
    number,
  ]);
  return Buffer.concat([signedPart, macOf(signedPart, key)]).toString('base64url');
}

/**
 * Takes a token apart. Only the one canonical spelling of base64url passes (RFC 4648 §3.5).
 *
 * @returns `null` for anything that `formatRefreshToken` can't have made, whatever the key
 */
export function parseRefreshToken(token: string): UnverifiedRefreshToken | null {
  if (token.length > REFRESH_TOKEN_MAX_LENGTH || !/^[A-Za-z0-9_-]+$/.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.toString('base64url') !== token) return null;

  const keyIdLength = bytes[1] ?? 0;
  const usernameAt = 2 + keyIdLength + 2;
  if (bytes[0] !== VERSION || bytes.length < usernameAt) return null;
  const keyId = bytes.toString('latin1', 2, 2 + keyIdLength);
  const usernameLength = bytes.readUInt16BE(2 + keyIdLength);
  const secretAt = usernameAt + usernameLength;
  const macAt = secretAt + FAMILY_SECRET_BYTES + 4;
  const fits = usernameLength > 0 && usernameLength <= USERNAME_MAX_BYTES;
  if (!fits || !KEY_ID.test(keyId) || bytes.length !== macAt + MAC_BYTES) return null;

  const username = decodeUtf8(bytes.subarray(usernameAt, secretAt));
  if (username === null) return null;
  return {
    keyId,
    username,
    familySecret: bytes.subarray(secretAt, secretAt + FAMILY_SECRET_BYTES),
    generation: bytes.readUInt32BE(secretAt + FAMILY_SECRET_BYTES),
    signedPart: bytes.subarray(0, macAt),
    mac: bytes.subarray(macAt),
  };
}

/** @returns whether the key made the token's MAC; takes the same time wherever they differ */
export function hasValidMac(token: UnverifiedRefreshToken, key: RefreshTokenKey): boolean {
  return timingSafeEqual(macOf(token.signedPart, key), token.mac);
}

function macOf(signedPart: Uint8Array, key: RefreshTokenKey): Buffer {
  const secret = Buffer.from(key.secret, 'base64url');
  return createHmac('sha256', secret).update(MAC_LABEL).update(signedPart).digest();
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

import type { RefreshTokenKeySource } from '../keys/key-rings.ts';
import { hasValidMac, parseRefreshToken } from './refresh-token.ts';
import type { RefreshTokenContent } from './refresh-token.ts';

/** Why a text is no refresh token of ours. */
export type GarbageReason = 'malformed' | 'unknown_key' | 'forged';

/**
 * Judges a refresh token by its MAC alone, which costs no database call.
 *
 * @returns what the token says, or why it is garbage
 * @throws OAuthError `temporarily_unavailable` when the MAC keys can't be read
 */
export async function verifyRefreshToken(
  text: string,
  keys: Pick<RefreshTokenKeySource, 'find'>,
): Promise<RefreshTokenContent | GarbageReason> {
  const token = parseRefreshToken(text);
  if (token === null) return 'malformed';
  const key = await keys.find(token.keyId);
  if (key === null) return 'unknown_key';
  return hasValidMac(token, key) ? token : 'forged';
}

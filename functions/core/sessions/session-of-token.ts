import { sessionOf } from '../authorization/session-check.ts';
import type { RefreshTokenKeySource } from '../keys/key-rings.ts';
import { OAuthError } from '../oauth-error.ts';
import {
  InvalidTokenError,
  type InvalidTokenReason,
  type TokenOwner,
} from '../tokens/invalid-token-error.ts';
import { verifyAccessToken, type Verification } from '../tokens/verify-access-token.ts';
import type { FamilyKey } from './family.ts';
import { familyIdOf } from './refresh-token.ts';
import { verifyRefreshToken, type GarbageReason } from './verify-refresh-token.ts';

/** What tells good tokens from bad ones. */
export interface TokenVerification {
  readonly refreshTokenKeys: Pick<RefreshTokenKeySource, 'find'>;
  readonly accessTokens: Verification;
}

/** Why a token is no good, and whose it was if it was ours. */
export interface BadToken extends TokenOwner {
  readonly reason: GarbageReason | InvalidTokenReason;
}

/**
 * Finds the session that a token of either kind belongs to. A token shows of which kind it is: the
 * three parts of a JWS are parted by dots, and a refresh token has none.
 *
 * @returns the session's key, or why the token is no good
 * @throws OAuthError `unsupported_token_type` for a good access token that is part of no session
 * @throws Error when keys can't be had
 */
export async function sessionOfToken(
  token: string,
  { refreshTokenKeys, accessTokens }: TokenVerification,
): Promise<FamilyKey | BadToken> {
  if (!token.includes('.')) {
    const content = await verifyRefreshToken(token, refreshTokenKeys);
    if (typeof content === 'string') return { reason: content };
    return { username: content.username, familyId: familyIdOf(content.familySecret) };
  }
  try {
    return sessionOf(await verifyAccessToken(token, accessTokens)) ?? throwUnsupported();
  } catch (error) {
    if (error instanceof InvalidTokenError) return { reason: error.reason, ...error.owner };
    throw error;
  }
}

/** RFC 7009 §2.2.1. Such a token lives in no table; it ends when it expires. */
function throwUnsupported(): never {
  throw new OAuthError(
    'unsupported_token_type',
    'A token that is part of no session can not be revoked.',
    'without_session',
  );
}

import { contextOf } from '../../functions/core/authorization/authorizer-context.ts';
import { parseSigningKeyRing } from '../../functions/core/keys/parse-key-rings.ts';
import type { AccessTokenClaims } from '../../functions/core/tokens/access-token-claims.ts';
import { signAccessToken } from '../../functions/core/tokens/sign-access-token.ts';
import { DEMO_USER } from '../local/storage/seed-demo-user.ts';
import type { EventTokens } from './token-events.ts';

/** A running local edition that SAM's functions can use. */
export interface TokenSource {
  /** Where its API answers. */
  readonly apiUrl: string;
  /** @returns the text of the signing-keys secret */
  readSigningKeys(): Promise<string>;
}

/** What the token endpoint answers (RFC 6749 §5.1). */
interface TokenAnswer {
  readonly access_token: string;
  readonly refresh_token: string;
}

/**
 * Logs the demo user in three times, for tokens of living sessions, and signs a token that has expired with
 * the edition's own key.
 *
 * @throws Error when the edition doesn't answer as it should
 */
export async function obtainEventTokens(source: TokenSource): Promise<EventTokens> {
  const first = await logIn(source.apiUrl);
  const second = await logIn(source.apiUrl);
  const third = await logIn(source.apiUrl);
  const claims = claimsOf(first.access_token);
  const { keys } = parseSigningKeyRing(await source.readSigningKeys());
  const key = keys.find(({ state }) => state === 'active');
  if (key === undefined) throw new Error('the signing-keys secret has no active key');
  const past = { iat: claims.iat - 7200, exp: claims.iat - 3600, auth_time: claims.iat - 7200 };
  return {
    valid: first.access_token,
    expired: await signAccessToken({ ...claims, ...past }, key),
    forToken: first.refresh_token,
    forRefresh: second.refresh_token,
    forRevoke: third.refresh_token,
    authorizerContext: contextOf(claims),
  };
}

async function logIn(apiUrl: string): Promise<TokenAnswer> {
  const answer = await fetch(`${apiUrl}/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'password', ...DEMO_USER, scope: 'items:read' }),
  });
  if (!answer.ok) throw new Error(`${apiUrl}/token answered ${answer.status}`);
  return (await answer.json()) as TokenAnswer;
}

const claimsOf = (token: string): AccessTokenClaims =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as AccessTokenClaims;

import { createHash } from 'node:crypto';
import type { Client } from '../clients/client.ts';
import type { RefreshTokenKey, SigningKey } from '../keys/key-rings.ts';
import { heldScopes, intersectScopes, isReservedScope, type RoleScopes } from '../scopes.ts';
import type { AccessTokenClaims } from '../tokens/access-token-claims.ts';
import { signAccessToken } from '../tokens/sign-access-token.ts';
import { heldRoles } from '../users/held-roles.ts';
import type { User } from '../users/user.ts';
import type { Family } from './family.ts';
import { formatRefreshToken } from './refresh-token.ts';
import type { SessionPorts } from './session-ports.ts';
import type { SessionSettings } from './session-settings.ts';
import type { TokenResponse } from './token-response.ts';

/** The keys of one answer. Whoever writes to a family has them in hand before. */
export interface IssuingKeys {
  readonly signingKey: SigningKey;
  readonly refreshTokenKey: RefreshTokenKey;
}

/** What one answer is made from. Times are milliseconds since the epoch. */
export interface Issue {
  /** The answer's refresh token is of this family's current generation. */
  readonly family: Family;
  readonly familySecret: Uint8Array;
  readonly user: User;
  readonly client: Client;
  /** The scopes asked for, all of them the family's; `null` asks for everything. */
  readonly scope: readonly string[] | null;
  /** When the generation was minted: answers of one generation are one token, whenever given. */
  readonly issuedAt: number;
  readonly now: number;
}

/** @throws Error when a ring has no active key or can't be read */
export async function takeIssuingKeys(
  ports: Pick<SessionPorts, 'signingKeys' | 'refreshTokenKeys'>,
): Promise<IssuingKeys> {
  const [signingKey, refreshTokenKey] = await Promise.all([
    ports.signingKeys.active(),
    ports.refreshTokenKeys.active(),
  ]);
  return { signingKey, refreshTokenKey };
}

/** @returns the answer of RFC 6749 §5.1, with an access token of RFC 9068 */
export async function issueTokens(
  issue: Issue,
  keys: IssuingKeys,
  settings: SessionSettings,
): Promise<TokenResponse> {
  const { family } = issue;
  const claims = accessTokenClaims(issue, settings);
  return {
    access_token: await signAccessToken(claims, keys.signingKey),
    token_type: 'Bearer',
    expires_in: Math.max(0, claims.exp - toSeconds(issue.now)),
    refresh_token: formatRefreshToken(
      {
        username: family.username,
        familySecret: issue.familySecret,
        generation: family.generation,
      },
      keys.refreshTokenKey,
    ),
    scope: claims.scope,
  };
}

/** The claims of an answer's access token: the same for every answer of one generation. */
export function accessTokenClaims(
  { family, user, client, scope, issuedAt }: Issue,
  settings: SessionSettings,
): AccessTokenClaims {
  const granted = grantedScope({ family, user, client, scope }, settings.roleScopes);
  // A token that may rule over this service is of no use at an API with an audience of its own. By
  // default the audience is the issuer for both: then only the scopes tell the two kinds apart.
  const aud = granted.some(isReservedScope) ? settings.issuer : settings.audience;
  const iat = toSeconds(issuedAt);
  const exp = Math.min(iat + settings.accessTokenTtlSeconds, toSeconds(family.absoluteExpiresAt));
  return {
    iss: settings.issuer,
    sub: user.userId,
    aud,
    client_id: family.clientId,
    scope: granted.join(' '),
    iat,
    exp,
    jti: tokenId([family.familyId, family.generation, iat, granted.join(' '), aud]),
    sid: family.familyId,
    username: user.username,
    roles: heldRoles(user),
    auth_time: toSeconds(family.authTime),
  };
}

/** The session's scope, or the part that was asked for, as far as user and client still have it. */
function grantedScope(
  { family, user, client, scope }: Pick<Issue, 'family' | 'user' | 'client' | 'scope'>,
  roleScopes: RoleScopes,
): readonly string[] {
  const asked = scope === null ? family.scope : intersectScopes(family.scope, scope);
  return intersectScopes(asked, heldScopes(user, roleScopes)).filter(
    (name) => !isReservedScope(name) || client.reservedScopes.includes(name),
  );
}

const tokenId = (identity: readonly (string | number)[]): string =>
  createHash('sha256')
    .update('latchkey jti v1\0')
    .update(JSON.stringify(identity))
    .digest()
    .subarray(0, 16)
    .toString('base64url');

const toSeconds = (millis: number): number => Math.floor(millis / 1000);

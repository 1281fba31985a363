import type { AccessTokenClaims } from '../tokens/access-token-claims.ts';
import { InvalidTokenError, ownerOf } from '../tokens/invalid-token-error.ts';
import { verifyAccessToken, type Verification } from '../tokens/verify-access-token.ts';
import {
  checkClient,
  checkSession,
  clientOf,
  sessionOf,
  type SessionReader,
  type SessionRefusal,
} from './session-check.ts';

/** What `authenticate` works with. */
export interface AuthenticationPorts extends Omit<Verification, 'now'> {
  /** `null` leaves the session check out: a token is then good until it expires. */
  readonly sessions: SessionReader | null;
  readonly clock: { now(): number };
}

/** RFC 6750 §2.1, RFC 9110 §11.1: the scheme in any case, one space or more, one word. */
const BEARER = /^Bearer +([^ ]+)$/i;

/**
 * Tells who sends a request.
 *
 * @param authorization the header's value, untrusted
 * @returns the claims of a token that is valid and whose session goes on
 * @throws InvalidTokenError when there is no such token (401)
 * @throws Error anything else when keys or session can't be read (500)
 */
export async function authenticate(
  authorization: string,
  ports: AuthenticationPorts,
): Promise<AccessTokenClaims> {
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) throw new InvalidTokenError('without_bearer');
  return authenticateToken(token, ports);
}

/**
 * Judges a bare token, for the gateway and for introspection alike.
 *
 * @returns its claims
 * @throws InvalidTokenError when it is not valid or its session is over
 * @throws Error anything else when keys or session can't be read
 */
export async function authenticateToken(
  token: string,
  { sessions, clock, ...verification }: AuthenticationPorts,
): Promise<AccessTokenClaims> {
  const claims = await verifyAccessToken(token, { ...verification, now: clock.now() });
  if (sessions === null) return claims;
  const refusal = await refusalOf(claims, sessions, clock);
  if (refusal !== null) throw new InvalidTokenError(refusal, ownerOf(claims));
  return claims;
}

async function refusalOf(
  claims: AccessTokenClaims,
  sessions: SessionReader,
  clock: { now(): number },
): Promise<SessionRefusal | null> {
  const client = clientOf(claims);
  if (client !== null) return checkClient(claims, await sessions.readClient(client));
  const session = sessionOf(claims);
  const record = session === null ? null : await sessions.read(session);
  return checkSession(claims, record, clock.now());
}

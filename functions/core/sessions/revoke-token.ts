import type { Client } from '../clients/client.ts';
import type { SecurityEvent } from '../events/security-event.ts';
import { OAuthError } from '../oauth-error.ts';
import type { Verification } from '../tokens/verify-access-token.ts';
import type { Family } from './family.ts';
import { deathOf } from './live-family.ts';
import { orUnavailable } from '../or-unavailable.ts';
import { revokeWrite } from './revoke-write.ts';
import type { SessionPorts } from './session-ports.ts';
import { sessionOfToken } from './session-of-token.ts';

/** A revocation request (RFC 7009 §2.1). Its type hint isn't here: a token shows what it is. */
export interface Revocation {
  readonly token: string;
  /** Who asks, as authenticated. */
  readonly client: Client;
  /** Whether the request named its client; one that doesn't speaks for any public client. */
  readonly clientNamed: boolean;
  readonly ip: string;
}

/** What revoking needs of the outside. */
export interface RevocationPorts extends Pick<
  SessionPorts,
  'families' | 'clients' | 'refreshTokenKeys' | 'securityLog' | 'clock'
> {
  readonly accessTokens: Omit<Verification, 'now'>;
}

/**
 * Ends the session that a refresh or an access token belongs to, and with it all tokens of the grant
 * (RFC 7009 §2.1). A refresh token that was superseded ends it too: only its client ever had it.
 *
 * A token that is no good, or whose session is over, is no error (§2.2): there is nothing left to end.
 *
 * @throws OAuthError `invalid_grant` for a token that was issued to another client,
 *   `unsupported_token_type` for a good token without a session (§2.2.1), `temporarily_unavailable`
 *   when a table or a key can't be had
 */
export async function revokeToken(revocation: Revocation, ports: RevocationPorts): Promise<void> {
  const { client, ip } = revocation;
  let about: Known = { clientId: client.clientId, ip };
  const log = (event: SecurityEvent): void => ports.securityLog.record({ ...about, ...event });
  const identified = (more: Known): void => void (about = { ...about, ...more });
  try {
    log(await orUnavailable(() => endSessionOf(revocation, ports, identified)));
  } catch (error) {
    const reason = error instanceof OAuthError ? error.reason : null;
    if (reason === 'other_client' || reason === 'without_session') {
      log({ event: 'revocation_refused', reason });
    }
    throw error;
  }
}

/** What is known of a revocation, for its line in the log. */
type Known = Pick<SecurityEvent, 'userId' | 'sessionId' | 'clientId' | 'ip'>;

/** @returns what happened, for the log */
async function endSessionOf(
  revocation: Revocation,
  { families, clients, refreshTokenKeys, accessTokens, clock }: RevocationPorts,
  identified: (about: Known) => void,
): Promise<SecurityEvent> {
  const verification = { refreshTokenKeys, accessTokens: { ...accessTokens, now: clock.now() } };
  const key = await sessionOfToken(revocation.token, verification);
  if ('reason' in key) return { event: 'revocation_ignored', ...key };
  const family = await families.read(key);
  const { familyId: sessionId } = key;
  if (family === null) return { event: 'revocation_ignored', reason: 'missing', sessionId };
  const who = { userId: family.userId, sessionId };
  identified(who);
  if (!(await isOwn(family, revocation, clients))) {
    const description = 'The token was issued to another client.';
    throw new OAuthError('invalid_grant', description, 'other_client');
  }
  const now = clock.now();
  const over = deathOf(family, now);
  if (over !== null) return { event: 'revocation_ignored', reason: over, ...who };
  const ended = await families.write(key, revokeWrite('revoked', now));
  if (ended === null) {
    // Somebody else ended it between the two calls.
    const left = await families.read(key);
    const reason = left === null ? 'missing' : (deathOf(left, now) ?? 'revoked');
    return { event: 'revocation_ignored', reason, ...who };
  }
  return { event: 'session_revoked', reason: 'revoked', ...who, clientId: family.clientId };
}

/** Whoever names a client must be the token's; whoever names none can't be a confidential one. */
async function isOwn(
  family: Family,
  { client, clientNamed }: Revocation,
  clients: SessionPorts['clients'],
): Promise<boolean> {
  if (family.clientId === client.clientId) return true;
  return !clientNamed && (await clients.find(family.clientId))?.type === 'public';
}

import type { SecurityLog } from '../events/security-event.ts';
import type { EndingOutcome } from './take-ending-steps.ts';

/** Logs each session that was marked as ended; one that was written to and goes on is none. */
export function recordRevoked(
  { marked }: Pick<EndingOutcome, 'marked'>,
  { ip }: { readonly ip?: string | undefined },
  log: SecurityLog,
  reason: 'logged_out' | 'disabled' = 'logged_out',
): void {
  for (const { userId, familyId: sessionId, clientId, revokedAt } of marked) {
    if (revokedAt === null) continue;
    const event = { event: 'session_revoked', reason } as const;
    log.record({ ...event, userId, sessionId, clientId, ...(ip === undefined ? {} : { ip }) });
  }
}

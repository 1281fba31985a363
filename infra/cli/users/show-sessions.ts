import type { Family } from '../../../functions/core/sessions/family.ts';
import { liveSessions } from '../../../functions/core/sessions/user-sessions.ts';
import { timeText } from '../keys/describe-time.ts';
import type { CommandOptions } from '../operator-program.ts';
import { findUser } from './change-user.ts';
import { printable, printableJson } from '../printable.ts';
import type { Surroundings } from './surroundings.ts';
import type { UsersService } from './users-service.ts';

/** @returns what `--json` prints of a session: times in ISO 8601 */
const sessionJson = (family: Family): object => ({
  id: family.familyId,
  clientId: family.clientId,
  scope: family.scope,
  ip: family.device.ip,
  userAgent: family.device.userAgent,
  createdAt: new Date(family.authTime).toISOString(),
  lastUsedAt: new Date(lastUse(family)).toISOString(),
  expiresAt: new Date(lastMoment(family)).toISOString(),
});

/** A session that has never been refreshed was used last when it began. */
const lastUse = ({ rotated: [last = 0], authTime }: Family): number => Math.max(last, authTime);

const lastMoment = ({ idleExpiresAt, absoluteExpiresAt }: Family): number =>
  Math.min(idleExpiresAt, absoluteExpiresAt);

const sessionLine = (family: Family): string =>
  [
    printable(family.familyId),
    printable(family.clientId),
    printable(family.device.ip),
    `since ${timeText(family.authTime)}`,
    `used ${timeText(lastUse(family))}`,
    `until ${timeText(lastMoment(family))}`,
    printable(family.device.userAgent),
  ].join('  ');

/** Prints the sessions of a user that go on, the one used last first. */
export async function showSessions(
  service: UsersService,
  username: string,
  { json = false }: CommandOptions,
  { print, note, now }: Surroundings,
): Promise<void> {
  const user = await findUser(service, username);
  const { families } = service;
  const sessions = await liveSessions(user, { families, clock: { now } });
  if (json) {
    const report = { service: service.name, username, sessions: sessions.map(sessionJson) };
    print(printableJson(report, 2));
    return;
  }
  for (const session of sessions) print(sessionLine(session));
  note(
    `${sessions.length} session${sessions.length === 1 ? '' : 's'} of ${printable(username)} in ${service.name}`,
  );
}

import { refreshAt } from '../e2e/oauth-requests.ts';
import type { LocalEdition } from '../../infra/local/start-local-edition.ts';
import { keepSessionItem } from './session-item.ts';

/**
 * Presents every token that one client ever got, each to the session as it is now: a session that
 * ends by it is put back for the next one. More than the overlap window must have gone by.
 *
 * @param delivered in the order they came, of a session whose last refresh was a plain one
 * @returns how often the client had come back late, and one line about each token that did not do what is promised: the newest and the one before
 *   refresh, any other ends the session for good. The session is left as it was found
 */
export async function presentDelivered(
  edition: Pick<LocalEdition, 'url' | 'aws' | 'outputs'>,
  delivered: readonly string[],
): Promise<{ readonly recoveries: number; readonly broken: readonly string[] }> {
  const newest = delivered.at(-1) ?? '';
  const session = await keepSessionItem(edition, newest);
  const refresh = (token: string) => refreshAt(edition.url, '/refresh', token);
  const broken: string[] = [];
  for (const [index, token] of delivered.entries()) {
    const age = delivered.length - 1 - index;
    await session.restore();
    const answer = await refresh(token);
    const reason = await session.revokedReason();
    if (age <= 1) {
      if (answer.status !== 200 || reason !== null) {
        broken.push(`the token ${age} before the newest got ${answer.status} (${reason})`);
      }
      continue;
    }
    const after = await refresh(newest);
    const ended = answer.json['error'] === 'invalid_grant' && reason === 'theft';
    if (!ended || after.json['error'] !== 'invalid_grant') {
      const statuses = `${answer.status}, and the newest then ${after.status}`;
      broken.push(`the token ${age} before the newest got ${statuses} (${reason})`);
    }
  }
  await session.restore();
  session.close();
  return { recoveries: session.recoveries, broken };
}

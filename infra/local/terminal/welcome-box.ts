import type { Pages } from '../gateway/open-gateways.ts';
import { DEMO_USER } from '../storage/seed-demo-user.ts';

/** What the person at the terminal wants to know once it runs. */
export interface Welcome {
  readonly url: string;
  readonly urls: Readonly<Record<string, string>>;
  readonly pages: Pages;
  readonly unenforced: readonly string[];
  readonly logFolder: string;
  readonly readyMs: number;
  readonly hasDemoUser: boolean;
}

/**
 * @returns a box with all that one needs to begin: addresses, the demo user, and a line to paste. Its
 *   sides are open, so that a line can be copied without them
 */
export function welcomeBox(welcome: Welcome): string {
  const { url, urls, pages, hasDemoUser } = welcome;
  const others = Object.entries(urls).filter(([, address]) => address !== url);
  const { username, password } = DEMO_USER;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['API', url],
    ...others.map(([id, address]) => [withoutHash(id), address] as const),
    ['docs', pages.docs],
    ['token', pages.token],
    ['keys', pages.keys],
    ['user', hasDemoUser ? `${username} / ${password}` : undefined],
    ['logs', welcome.logFolder],
  ];
  const known = facts.filter(([, fact]) => fact !== undefined && fact !== '');
  const column = Math.max(...known.map(([name]) => name.length));
  const rows = [
    `Latchkey is ready (${(welcome.readyMs / 1000).toFixed(1)} s)`,
    '',
    ...known.map(([name, fact]) => `${name.padEnd(column)}  ${fact}`),
    ...(hasDemoUser && pages.token !== undefined
      ? ['', `curl -s ${pages.token} -d username=${username} -d password=${password}`]
      : []),
  ];
  const width = Math.max(...rows.map((row) => row.length));
  return [
    `┌${'─'.repeat(width + 2)}┐`,
    ...rows.map((row) => `  ${row}`.trimEnd()),
    `└${'─'.repeat(width + 2)}┘`,
    ...(welcome.unenforced.length === 0
      ? []
      : [`  not played here: ${welcome.unenforced.join('; ')}`]),
    '  Ctrl-C stops it.',
  ].join('\n');
}

/** A construct's id as its author wrote it: CDK puts eight digits behind it. */
const withoutHash = (logicalId: string): string => logicalId.replace(/(?<=.)[0-9A-F]{8}$/, '');

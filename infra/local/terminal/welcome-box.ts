import { DEMO_USER } from '../storage/seed-demo-user.ts';

/** What the person at the terminal wants to know once it runs. */
export interface Welcome {
  readonly url: string;
  readonly urls: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
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
  const { url, urls, outputs, hasDemoUser } = welcome;
  const others = Object.entries(urls).filter(([, address]) => address !== url);
  const tokenUrl = outputs['TokenUrl'] ?? `${url}/token`;
  const { username, password } = DEMO_USER;
  const rows = [
    `Latchkey is ready (${(welcome.readyMs / 1000).toFixed(1)} s)`,
    '',
    ...named('API', url),
    ...others.flatMap(([name, address]) => named(name, address)),
    ...named('docs', outputs['DocsUrl']),
    ...named('token', url === '' ? outputs['TokenUrl'] : tokenUrl),
    ...named('keys', outputs['JwksUrl']),
    ...named('user', hasDemoUser ? `${username} / ${password}` : undefined),
    ...named('logs', welcome.logFolder),
    ...(hasDemoUser
      ? ['', `curl -s ${tokenUrl} -d username=${username} -d password=${password}`]
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

const named = (name: string, address: string | undefined): readonly string[] =>
  address === undefined || address === '' ? [] : [`${name.padEnd(6)} ${address}`];

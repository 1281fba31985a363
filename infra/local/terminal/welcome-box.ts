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

/** @returns a box with where it listens and the demo user, and a line to paste below it */
export function welcomeBox(welcome: Welcome): string {
  const { url, urls, outputs, hasDemoUser } = welcome;
  const others = Object.entries(urls).filter(([, address]) => address !== url);
  const jwks = outputs['JwksUrl'];
  const rows = [
    `Latchkey is ready (${(welcome.readyMs / 1000).toFixed(1)} s)`,
    '',
    ...(url === '' ? [] : [`API    ${url}`]),
    ...others.map(([name, address]) => `${name}  ${address}`),
    ...(jwks === undefined ? [] : [`keys   ${jwks}`]),
    ...(hasDemoUser ? [`user   ${DEMO_USER.username} / ${DEMO_USER.password}`] : []),
    `logs   ${welcome.logFolder}`,
  ];
  const width = Math.max(...rows.map((row) => row.length));
  const tokenUrl = outputs['TokenUrl'] ?? `${url}/token`;
  const paste = `curl -s ${tokenUrl} -d 'username=${DEMO_USER.username}&password=${DEMO_USER.password}'`;
  return [
    `┌${'─'.repeat(width + 2)}┐`,
    ...rows.map((row) => `│ ${row.padEnd(width)} │`),
    `└${'─'.repeat(width + 2)}┘`,
    ...(hasDemoUser ? [`  ${paste}`] : []),
    ...(welcome.unenforced.length === 0
      ? []
      : [`  not played here: ${welcome.unenforced.join('; ')}`]),
    '  Ctrl-C stops it.',
  ].join('\n');
}

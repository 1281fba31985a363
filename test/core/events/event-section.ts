import { EVENTS, LISTS, type Meanings } from './event-catalogue.ts';

/** What stands around the section in docs/operations.md. */
export const BEGIN = '<!-- written by test/core/events/write-section.ts: -->';
export const END = '<!-- until here -->';

/** @returns the list of all events with their reasons, as docs/operations.md has it */
export function eventSection(): string {
  const events = Object.entries<readonly [string, Meanings]>(EVENTS).map(
    ([name, [says, reasons]]) => `- \`${name}\`: ${says} ${reasonsOf(reasons)}`,
  );
  const lists = Object.entries(LISTS).flatMap(([name, meanings]) => [
    '',
    `**Reasons ${name}**`,
    '',
    ...Object.entries(meanings).map(([reason, means]) => `- \`${reason}\`: ${means}`),
  ]);
  return [...events, ...lists].join('\n');
}

/** Names the lists that are in it whole, and says the others one by one. */
function reasonsOf(reasons: Meanings): string {
  const whole = Object.entries(LISTS).filter(([, list]) =>
    Object.keys(list).every((reason) => Object.hasOwn(reasons, reason)),
  );
  const said = new Set(whole.flatMap(([, list]) => Object.keys(list)));
  const others = Object.entries(reasons).filter(([reason]) => !said.has(reason));
  const parts = [
    ...whole.map(([name]) => `those ${name}`),
    ...others.map(([reason, means]) => `\`${reason}\` (${means})`),
  ];
  return `Reasons: ${parts.join(', ')}.`;
}

/** @returns the page with the section written anew */
export function withEventSection(page: string): string {
  const [before, rest] = page.split(`${BEGIN}\n`);
  const after = rest?.split(`\n${END}`)[1];
  if (before === undefined || after === undefined) throw new Error('the page has no such section');
  return `${before}${BEGIN}\n\n${eventSection()}\n\n${END}${after}`;
}

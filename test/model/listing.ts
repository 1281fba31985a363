import { explore } from './explore.ts';
import type { Findings } from './explore.ts';
import { notPromised } from './not-promised.ts';
import type { NotPromised } from './not-promised.ts';

const TICKS = /^2 s go by$/;

/** One move a line; time that only goes by is added up. */
export function shorten(trace: readonly string[]): string[] {
  const lines: string[] = [];
  let seconds = 0;
  for (const label of [...trace, '']) {
    if (TICKS.test(label)) {
      seconds += 2;
      continue;
    }
    if (seconds > 0) lines.push(`${seconds} s go by`);
    seconds = 0;
    if (label !== '') lines.push(label);
  }
  return lines;
}

/** Searches for the shortest way to what is not promised. */
export function demonstrate({ scenario, sight, only }: NotPromised): readonly string[] {
  const found: Findings = explore(scenario, {
    stopAtFirst: true,
    ...(sight === undefined ? {} : { sight }),
    ...(only === undefined ? {} : { only }),
  });
  return found.sighted ?? [...found.broken.values()][0] ?? [];
}

/** `docs/refresh-model.md`: what is not promised, each with its shortest trace. */
export function listing(): string {
  const parts = notPromised.map((one) => {
    const steps = shorten(demonstrate(one)).map((line, index) => `${index + 1}. ${line}`);
    return `## ${capitalise(one.what)}\n\nWhy: ${one.why}.\n\n${steps.join('\n')}\n`;
  });
  return `${HEAD}\n${parts.join('\n')}`;
}

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const HEAD = `# What the refresh-token policies do not promise

Made by \`node test/model/write-listing.ts\` and kept true by \`test/model/not-promised.test.ts\`: the
model walks the shipped rotation code through every interleaving, breadth first, and these are the
shortest ways it finds. What it finds no way to break is listed in \`test/model/promises.ts\`. Tokens
are named by their generation; the overlap window G is 10 s; clocks are up to 2 s off.
`;

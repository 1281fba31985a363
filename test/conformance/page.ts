import { deviations } from './deviations.ts';
import { documents } from './documents.ts';
import type { ConformanceDocument, Deviation } from './statement.ts';

const INTRODUCTION = `# What of the RFCs the service keeps to

Made by \`node test/conformance/write-page.ts\` out of the statements in \`test/conformance\`, and kept
true by \`test/conformance/conformance.test.ts\`: each ✓ is a test that sends requests to the local
edition over HTTP, and that fails when something between the two breaks the statement.
`;

const DEVIATING = `## Where the service deviates

What is marked ✓ is tested to be as it is said here; the others show only on AWS, or are a lack.
`;

/** @returns `docs/conformance.md` */
export function conformancePage(): string {
  return [
    INTRODUCTION,
    DEVIATING,
    ...deviations.map(deviationLines),
    ...documents.map(section),
  ].join('\n');
}

const deviationLines = ({ section: where, asks, does, because, proof }: Deviation): string =>
  [
    `### ${where}${proof === undefined ? '' : ' ✓'}`,
    '',
    `- The RFC: ${asks}`,
    `- The service: ${does}`,
    `- Why: ${because}`,
    '',
  ].join('\n');

const section = ({ rfc, title, statements }: ConformanceDocument): string =>
  [
    `## ${rfc}: ${title}`,
    '',
    ...table([
      ['Section', 'What the service does', ''],
      ...statements.map(({ section: where, says }) => [where, says, '✓']),
    ]),
    '',
  ].join('\n');

/** A table as the formatter leaves it: every column is as wide as its widest cell. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(line);
}

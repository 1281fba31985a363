import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { join } from 'node:path';

/** What one process said of itself. Times are milliseconds since it began. */
export interface Measurement {
  readonly loadedMs: number;
  readonly answeredMs: number;
  /** The processor's time until the answer, on all cores: company on the machine disturbs it least. */
  readonly cpuMs: number;
  /** What the handler answered; `null` when it got no event. */
  readonly answer: unknown;
}

/**
 * Starts one function in a fresh process and gives it one event.
 *
 * @param bundle the path of its `index.js`
 * @param event `null` to measure loading alone
 * @param environment all that the process sees
 * @throws Error with the process's own words when it ends without a report
 */
export async function measureProcess(
  bundle: string,
  event: unknown,
  environment: Readonly<Record<string, string>>,
): Promise<Measurement> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'measured-process.cjs'), bundle],
    { env: environment, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] },
  );
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify(event));
  const [report, output, problems] = await Promise.all([
    text(child.stdio[3] as Readable),
    text(child.stdout),
    text(child.stderr),
  ]);
  if (report === '') throw new Error(`${bundle} gave no report: ${output}${problems}`);
  return JSON.parse(report) as Measurement;
}

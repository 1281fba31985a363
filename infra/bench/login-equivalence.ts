/**
 * `npm run bench:equivalence`: whether the time of a refusal tells who is a user. Refuses an unknown
 * user, a wrong password and a disabled user over HTTP on the local edition, in turn, and compares
 * the medians.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { prepareAssembly } from '../local/assembly/prepare-assembly.ts';
import { startLocalEdition } from '../local/start-local-edition.ts';
import { BENCH_PASSWORD, openToGuessing, putBenchUser } from './equivalence-world.ts';
import { medianDifference, medianOf } from './median-interval.ts';

const ROUNDS = Number(process.argv[2] ?? 2000);
const WARM_UP = 20;
/** How far apart the medians may be, in milliseconds. */
const BOUND_MS = 1;

/** Names of one length: nothing but who they are may differ. */
const KINDS = {
  'unknown user': { username: 'nobody--', password: BENCH_PASSWORD },
  'wrong password': { username: 'enabled-', password: `${BENCH_PASSWORD.slice(0, -1)}!` },
  'disabled user': { username: 'disabled', password: BENCH_PASSWORD },
} as const;
type Kind = keyof typeof KINDS;
const kinds = Object.keys(KINDS) as Kind[];

const scratch = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
const edition = await startLocalEdition({
  assemblyDirectory: await prepareAssembly({ root: join(import.meta.dirname, '../..') }),
  dataDirectory: scratch,
  port: 0,
  transformTemplate: openToGuessing,
});
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
try {
  await putBenchUser(edition, { username: KINDS['wrong password'].username, disabled: false });
  await putBenchUser(edition, { username: KINDS['disabled user'].username, disabled: true });
  const times: Record<Kind, number[]> = {
    'unknown user': [],
    'wrong password': [],
    'disabled user': [],
  };
  const bodies = new Set<string>();
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    for (const kind of shuffled(kinds)) {
      const { ms, body } = await refuse(KINDS[kind]);
      bodies.add(body);
      if (round >= 0) times[kind].push(ms);
    }
    if (round > 0 && round % 200 === 0) {
      console.log(`${round} of ${ROUNDS} rounds: ${describeMedians(times)}`);
    }
  }
  report(times, bodies);
} finally {
  agent.destroy();
  await edition.stop();
  rmSync(scratch, { recursive: true });
}

/** One login that must be refused, and how long that took from the first byte to the last. */
async function refuse(
  form: Readonly<Record<string, string>>,
): Promise<{ readonly ms: number; readonly body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ ms: number; body: string }>();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const begun = performance.now();
  const sent = request(`${edition.url}/token`, { method: 'POST', agent, headers }, (response) => {
    text(response).then((body) => {
      const ms = performance.now() - begun;
      if (response.statusCode === 400) resolve({ ms, body });
      else reject(new Error(`a login was not refused as it should be: ${body}`));
    }, reject);
  });
  sent.on('error', reject);
  sent.end(new URLSearchParams(form).toString());
  return promise;
}

function shuffled<Value>(values: readonly Value[]): readonly Value[] {
  return values
    .map((value) => ({ value, order: Math.random() }))
    .toSorted((one, other) => one.order - other.order)
    .map(({ value }) => value);
}

function describeMedians(times: Readonly<Record<Kind, readonly number[]>>): string {
  return kinds
    .map((kind) => `${kind} ${medianOf(Float64Array.from(times[kind])).toFixed(2)} ms`)
    .join(', ');
}

function report(
  times: Readonly<Record<Kind, readonly number[]>>,
  bodies: ReadonlySet<string>,
): void {
  console.log(`\nMedians of ${ROUNDS} each: ${describeMedians(times)}.`);
  console.log(`Bodies: ${bodies.size === 1 ? 'the same bytes' : 'THEY DIFFER'}.`);
  console.log('\nDifference of the medians, with its 95 % interval:');
  let holds = bodies.size === 1;
  for (const [at, one] of kinds.entries()) {
    for (const other of kinds.slice(at + 1)) {
      const { low, middle, high } = medianDifference(times[one], times[other]);
      const isWithin = low >= -BOUND_MS && high <= BOUND_MS;
      holds &&= isWithin;
      const interval = `${low.toFixed(2)} to ${high.toFixed(2)} ms`;
      const verdict = isWithin ? `within ± ${BOUND_MS} ms` : `NOT within ± ${BOUND_MS} ms`;
      console.log(`${one} − ${other}: ${middle.toFixed(2)} ms, ${interval}: ${verdict}`);
    }
  }
  const [load = 0] = loadavg();
  if (load > availableParallelism()) {
    console.log(`\nThe machine was busy (load ${load.toFixed(1)}): more rounds make up for it.`);
  }
  if (!holds) process.exitCode = 1;
}

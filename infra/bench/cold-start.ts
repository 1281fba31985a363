/**
 * `npm run bench:cold`: what a cold start of each function costs over an empty handler's, by medians
 * over interleaved runs in fresh processes.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildFunctions } from '../build/build-functions.ts';
import {
  benchEnvironment,
  benchEvents,
  createBenchWorld,
  loginEvent,
  type LoginTokens,
} from './bench-world.ts';
import { startFakeAws } from './fake-aws.ts';
import { measureProcess, type Measurement } from './measure-process.ts';

const RUNS = 15;
const EMPTY = 'empty';

/** What the functions that people wait for may take over an empty process. */
const TARGETS: Readonly<
  Record<string, { load?: number; loadTimesEmpty?: number; answer: number; bytes?: number }>
> = {
  authorizer: { load: 12, answer: 25, bytes: 25 * 1024 },
  login: { loadTimesEmpty: 3, answer: 65 },
};

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

const scratch = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
const emptyBundle = join(scratch, 'index.js');
writeFileSync(emptyBundle, 'exports.handler = async () => ({ statusCode: 200 });\n');

const functions = await buildFunctions();
const bundles = new Map<string, string>([
  [EMPTY, emptyBundle],
  ...functions.map(({ name, folder }): [string, string] => [name, join(folder, 'index.js')]),
]);
const { content, userId } = await createBenchWorld();
const aws = await startFakeAws(content);

try {
  const environment = benchEnvironment(content, aws.url);
  const login = await measureProcess(bundles.get('login') ?? '', loginEvent(), environment);
  refuseFailure('login', login.answer);
  const { body } = login.answer as { readonly body: string };
  const events = benchEvents(JSON.parse(body) as LoginTokens, userId);
  const results = new Map<string, Measurement[]>([...bundles.keys()].map((name) => [name, []]));
  // The first round warms the machine's caches and the services; it does not count.
  for (let run = 0; run <= RUNS; run += 1) {
    for (const [name, bundle] of bundles) {
      const event = name === EMPTY ? {} : (events[name]?.() ?? null);
      const measured = await measureProcess(bundle, event, environment);
      refuseFailure(name, measured.answer);
      if (run > 0) results.get(name)?.push(measured);
    }
  }
  report(results);
  warnOfCompany();
} finally {
  await aws.stop();
  rmSync(scratch, { recursive: true });
}

function refuseFailure(name: string, answer: unknown): void {
  const { failed, statusCode = 200 } = (answer ?? {}) as { failed?: string; statusCode?: number };
  if (failed !== undefined || statusCode !== 200) {
    throw new Error(`${name} did not answer as it should: ${JSON.stringify(answer)}`);
  }
}

/** Others' work makes every number larger, and larger ones more so. */
function warnOfCompany(): void {
  const [load = 0] = loadavg();
  const cores = availableParallelism();
  if (load > cores * 0.75) {
    console.log(
      `\nThe machine was busy (load ${load.toFixed(1)} on ${cores} cores): measure again alone.`,
    );
  }
}

function report(results: ReadonlyMap<string, readonly Measurement[]>): void {
  const medians = (name: string) => {
    const all = results.get(name) ?? [];
    return {
      load: median(all.map(({ loadedMs }) => loadedMs)),
      answer: median(all.map(({ answeredMs }) => answeredMs)),
      cpu: median(all.map(({ cpuMs }) => cpuMs)),
    };
  };
  const empty = medians(EMPTY);
  console.log(
    `An empty handler's process: ${empty.load.toFixed(1)} ms to loaded, medians of ${RUNS}.`,
  );
  console.log('What each function takes over it, in ms; the services answer over plain HTTP here:');
  console.log('on AWS, TLS adds its own loading (about 6 ms) and its handshakes.\n');
  console.log('function       bytes    load   first answer   processor');
  for (const { name } of functions) {
    const { load, answer, cpu } = medians(name);
    const bytes = readFileSync(bundles.get(name) ?? '').length;
    const over = {
      load: load - empty.load,
      answer: results.get(name)?.[0]?.answer === null ? null : answer - empty.answer,
    };
    console.log(
      [
        name.padEnd(11),
        String(bytes).padStart(9),
        over.load.toFixed(1).padStart(8),
        (over.answer?.toFixed(1) ?? '–').padStart(15),
        (cpu - empty.cpu).toFixed(1).padStart(12),
        `  ${verdict(TARGETS[name], bytes, over, empty.load)}`,
      ].join(''),
    );
  }
}

function verdict(
  target: (typeof TARGETS)[string] | undefined,
  bytes: number,
  over: { readonly load: number; readonly answer: number | null },
  emptyLoad: number,
): string {
  if (target === undefined) return '';
  const missed = [
    target.bytes !== undefined && bytes > target.bytes && `over ${target.bytes} bytes`,
    target.load !== undefined && over.load > target.load && `over ${target.load} ms to load`,
    target.loadTimesEmpty !== undefined &&
      over.load + emptyLoad > target.loadTimesEmpty * emptyLoad &&
      `over ${target.loadTimesEmpty} times an empty process to load`,
    (over.answer ?? 0) > target.answer && `over ${target.answer} ms to answer`,
  ].filter((problem) => problem !== false);
  return missed.length === 0 ? 'within its targets' : `MISSED: ${missed.join(', ')}`;
}

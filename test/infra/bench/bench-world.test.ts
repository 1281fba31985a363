import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { benchEnvironment, createBenchWorld } from '../../../infra/bench/bench-world.ts';
import { startFakeAws } from '../../../infra/bench/fake-aws.ts';
import { measureProcess } from '../../../infra/bench/measure-process.ts';
import { prepareAssembly } from '../../../infra/local/assembly/prepare-assembly.ts';
import '../local/long-timeout.ts';

const ROOT = join(import.meta.dirname, '../../..');

const names = readdirSync(join(ROOT, 'functions')).filter((name) =>
  existsSync(join(ROOT, 'functions', name, 'index.ts')),
);

let aws: Awaited<ReturnType<typeof startFakeAws>>;
let environment: Readonly<Record<string, string>>;
beforeAll(async () => {
  // For the bundles.
  await prepareAssembly({ root: ROOT });
  const { content } = await createBenchWorld();
  aws = await startFakeAws(content);
  environment = benchEnvironment(content, aws.url);
});
afterAll(() => aws.stop());

test.each(names)('%s starts with the variables that the bench gives it', async (name) => {
  const bundle = join(ROOT, 'dist/functions', name, 'index.js');
  const { loadedMs } = await measureProcess(bundle, null, environment);
  expect(loadedMs).toBeGreaterThan(0);
});

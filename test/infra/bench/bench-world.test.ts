import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { benchEnvironment, createBenchWorld } from '../../../infra/bench/bench-world.ts';
import { startFakeAws } from '../../../infra/bench/fake-aws.ts';

const FUNCTIONS = join(import.meta.dirname, '../../../functions');

const names = readdirSync(FUNCTIONS).filter((name) =>
  existsSync(join(FUNCTIONS, name, 'index.ts')),
);

const before = { ...process.env };
let aws: Awaited<ReturnType<typeof startFakeAws>>;
beforeAll(async () => {
  const { content } = await createBenchWorld();
  aws = await startFakeAws(content);
  Object.assign(process.env, benchEnvironment(content, aws.url));
});
afterAll(async () => {
  process.env = before;
  await aws.stop();
});

test.each(names)('%s starts with the variables that the bench gives it', async (name) => {
  const { handler } = (await import(join(FUNCTIONS, name, 'index.ts'))) as { handler: unknown };
  expect(handler).toBeInstanceOf(Function);
});

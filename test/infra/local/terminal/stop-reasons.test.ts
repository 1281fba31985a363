import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepareAssembly } from '../../../../infra/local/assembly/prepare-assembly.ts';
import { watchParent } from '../../../../infra/local/terminal/watch-parent.ts';
import { temporaryFolder } from '../start-orders-app.ts';
import {
  allGone,
  childrenOf,
  descendantsOf,
  killStarted,
  ROOT,
  start,
  startByNpm,
} from './started-terminal.ts';

beforeAll(async () => {
  await prepareAssembly({ root: ROOT });
}, 120_000);
afterEach(killStarted);

it('the edition ends with the npm that started it', async () => {
  const npm = startByNpm({ PORT: '0', LATCHKEY_DATA: temporaryFolder() });
  await npm.ready();
  const all = descendantsOf(Number(npm.child.pid));
  expect(all.length).toBeGreaterThanOrEqual(7);
  npm.child.kill('SIGTERM');
  await allGone(all);
}, 60_000);

it('a parent is gone when another one has taken its place, and that is said once', () => {
  let parent = 7;
  const looks: (() => void)[] = [];
  const said: string[] = [];
  watchParent(
    () => said.push('gone'),
    () => parent,
    (_ms, action) => {
      looks.push(action);
      return () => said.push('called off');
    },
  );
  looks[0]?.();
  expect(said).toEqual([]);
  parent = 1;
  looks[0]?.();
  expect(said).toEqual(['called off', 'gone']);
});

it.each([
  ['an exception', `throw new Error('boom')`],
  ['a rejection', `void Promise.reject(new Error('boom'))`],
])(
  '%s that nothing catches is one line, the end of every child, and exit code 1',
  async (_what, failure) => {
    const folder = temporaryFolder();
    const preload = join(folder, 'fail.mjs');
    writeFileSync(preload, `process.on('SIGUSR2', () => { ${failure}; });`);
    const terminal = start({
      PORT: '0',
      LATCHKEY_DATA: folder,
      NODE_OPTIONS: `--import=${pathToFileURL(preload).href}`,
    });
    await terminal.ready();
    const before = terminal.output();
    const children = childrenOf(Number(terminal.child.pid));
    terminal.child.kill('SIGUSR2');
    expect(await terminal.exited).toBe(1);
    expect(terminal.output().slice(before.length)).toMatch(
      /^\n?Latchkey stops: it failed: Error: boom at .*fail\.mjs:.*\n$/,
    );
    await allGone(children);
  },
  60_000,
);

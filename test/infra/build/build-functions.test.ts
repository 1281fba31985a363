import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions } from '../../../infra/build/build-functions.ts';

const repository = join(import.meta.dirname, '../../..');

let root: string;

const source = (path: string, text: string) => {
  mkdirSync(join(root, 'functions', path, '..'), { recursive: true });
  writeFileSync(join(root, 'functions', path), text);
};
const bundle = (path: string) => join(root, 'dist/functions', path);
const run = (folder: string, code: string) =>
  execFileSync(process.execPath, ['-e', code], { cwd: folder, encoding: 'utf8' }).trim();

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'latchkey-build-'));
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  source('core/greeting.ts', 'export const greeting: string = "hello";');
  source(
    'hello/index.ts',
    'import { greeting } from "../core/greeting.ts"; export const handler = async () => greeting;',
  );
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a bundle runs as CommonJS although the repository holds ES modules', async () => {
  await buildFunctions({ root });
  expect(run(root, 'require("./dist/functions/hello").handler().then(console.log)')).toBe('hello');
});

test('a source map lies beside the bundle and names the sources', async () => {
  await buildFunctions({ root });
  const map = JSON.parse(readFileSync(bundle('hello/index.js.map'), 'utf8')) as {
    sources: string[];
  };
  expect(map.sources).toContain('../../../functions/core/greeting.ts');
});

test('folders without index.ts, and the parts of functions, give no bundle', async () => {
  source('later/later-handler.ts', 'export {};');
  source('http/index.ts', 'export {};');
  expect((await buildFunctions({ root })).map(({ name }) => name)).toEqual(['hello']);
});

test('a second build gives the same bytes and touches nothing', async () => {
  await buildFunctions({ root });
  const before = statSync(bundle('hello/index.js')).mtimeMs;
  const [second] = await buildFunctions({ root });
  expect(second?.changed).toBe(false);
  expect(statSync(bundle('hello/index.js')).mtimeMs).toBe(before);
});

test('the same sources at another place give the same bytes', async () => {
  await buildFunctions({ root });
  const first = readFileSync(bundle('hello/index.js'));
  const firstMap = readFileSync(bundle('hello/index.js.map'));
  const elsewhere = mkdtempSync(join(tmpdir(), 'latchkey-elsewhere-'));
  cpSync(join(root, 'functions'), join(elsewhere, 'functions'), { recursive: true });
  await buildFunctions({ root: elsewhere });
  expect(readFileSync(join(elsewhere, 'dist/functions/hello/index.js'))).toEqual(first);
  expect(readFileSync(join(elsewhere, 'dist/functions/hello/index.js.map'))).toEqual(firstMap);
  rmSync(elsewhere, { recursive: true, force: true });
});

test('what a removed function or an older build left is cleared away', async () => {
  await buildFunctions({ root });
  writeFileSync(bundle('hello/index.mjs'), '');
  source('goodbye/index.ts', 'export const handler = () => "bye";');
  await buildFunctions({ root });
  rmSync(join(root, 'functions/goodbye'), { recursive: true });
  await buildFunctions({ root });
  expect(existsSync(bundle('hello/index.mjs'))).toBe(false);
  expect(existsSync(bundle('goodbye'))).toBe(false);
});

test('an error names the file and leaves the last good bundle', async () => {
  await buildFunctions({ root });
  source(
    'hello/index.ts',
    'import { missing } from "./nowhere.ts"; export const handler = missing;',
  );
  await expect(buildFunctions({ root })).rejects.toThrow('functions/hello/index.ts:1:24');
  expect(existsSync(bundle('hello/index.js'))).toBe(true);
});

test('a bundle with argon2 hashes alone in a folder without node_modules', async () => {
  source(
    'login/index.ts',
    'import argon2 from "argon2"; export const handler = () => argon2.hash("secret", { memoryCost: 64, timeCost: 2 });',
  );
  await buildFunctions({ root });
  const alone = mkdtempSync(join(tmpdir(), 'latchkey-alone-'));
  cpSync(bundle('login'), alone, { recursive: true });
  expect(run(alone, 'require("./index.js").handler().then(console.log)')).toMatch(/^\$argon2id\$/);
  rmSync(alone, { recursive: true, force: true });
});

test('a package that is imported on demand lies beside the bundle and runs from there', async () => {
  source(
    'login/index.ts',
    'export const handler = async () => (await import("bcryptjs")).hash("secret", 4);',
  );
  await buildFunctions({ root });
  expect(statSync(bundle('login/index.js')).size).toBeLessThan(2_000);
  expect(existsSync(bundle('hello/bcryptjs.js'))).toBe(false);
  const alone = mkdtempSync(join(tmpdir(), 'latchkey-alone-'));
  cpSync(bundle('login'), alone, { recursive: true });
  expect(run(alone, 'require("./index.js").handler().then(console.log)')).toMatch(/^\$2b\$04\$/);
  rmSync(alone, { recursive: true, force: true });
});

test.each([
  'linux-arm64/argon2.armv8.glibc.node',
  'linux-x64/argon2.glibc.node',
  'darwin-arm64/argon2.armv8.glibc.node',
  'darwin-x64/argon2.glibc.node',
  'win32-x64/argon2.glibc.node',
])('argon2 is packed for %s, and only where it is used', async (binary) => {
  source('login/index.ts', 'import argon2 from "argon2"; export const handler = argon2.hash;');
  await buildFunctions({ root });
  expect(existsSync(bundle(`login/prebuilds/${binary}`))).toBe(true);
  expect(existsSync(bundle('hello/prebuilds'))).toBe(false);
});

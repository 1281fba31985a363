import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { bundleFunction, type FunctionBundle } from './bundle-function.ts';
import { writeIfChanged } from './write-if-changed.ts';

/** What became of one function. */
export interface BuiltFunction {
  readonly name: string;
  /** The bundle's folder, absolute. */
  readonly folder: string;
  /** Bytes of `index.js`. */
  readonly bytes: number;
  /** `false` when the folder already held exactly these bytes. */
  readonly changed: boolean;
}

/** Folders of `functions/` that are parts of functions and not functions. */
const PARTS = new Set(['core', 'adapters', 'http', 'runtime']);

/**
 * Bundles every folder of `functions/` that has an `index.ts` into `dist/functions/<name>/`, and
 * removes bundles whose function is gone. Files that would not change are not touched.
 *
 * @param options.root the repository's folder; default: the one that this file is in
 * @param options.metafile also writes esbuild's `dist/metafiles/<name>.json`; default: `false`
 * @returns one entry a function, by name
 * @throws what esbuild throws; nothing is written then
 */
export async function buildFunctions(
  options: { readonly root?: string; readonly metafile?: boolean } = {},
): Promise<readonly BuiltFunction[]> {
  const root = resolve(options.root ?? join(import.meta.dirname, '../..'));
  const names = functionNames(root);
  const bundles = await Promise.all(names.map((name) => bundleFunction(root, name)));
  removeStaleBundles(join(root, 'dist/functions'), names);
  return bundles.map((bundle) => {
    if (options.metafile) {
      const path = join(root, 'dist/metafiles', `${bundle.name}.json`);
      writeIfChanged(path, Buffer.from(JSON.stringify(bundle.metafile)), join(root, 'dist'));
    }
    return writeBundle(root, bundle);
  });
}

/** @returns the names of all functions in the repository at `root`, sorted */
export const functionNames = (root: string): readonly string[] =>
  readdirSync(join(root, 'functions'))
    .filter((name) => !PARTS.has(name) && existsSync(join(root, 'functions', name, 'index.ts')))
    .toSorted();

function writeBundle(root: string, bundle: FunctionBundle): BuiltFunction {
  const folder = join(root, 'dist/functions', bundle.name);
  let changed = removeStaleFiles(folder, bundle.files);
  for (const [path, content] of bundle.files) {
    changed = writeIfChanged(join(folder, path), content, join(root, 'dist')) || changed;
  }
  return { name: bundle.name, folder, bytes: bundle.bytes, changed };
}

function removeStaleBundles(folder: string, names: readonly string[]): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (!names.includes(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function removeStaleFiles(folder: string, kept: ReadonlyMap<string, unknown>): boolean {
  if (!existsSync(folder)) return false;
  const stale = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !kept.has(relative(folder, path).replaceAll('\\', '/')));
  for (const path of stale) rmSync(path, { force: true });
  return stale.length > 0;
}

if (import.meta.main) {
  try {
    for (const built of await buildFunctions({ metafile: process.argv.includes('--metafile') })) {
      const bytes = built.bytes.toLocaleString('en-US').padStart(9);
      console.log(`${built.name.padEnd(12)}${bytes} bytes${built.changed ? '' : '  unchanged'}`);
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

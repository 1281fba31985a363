import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { buildFunctions } from './build-functions.ts';
import { bundlePackage, LIBRARIES } from './bundle-package.ts';
import { writeIfChanged } from './write-if-changed.ts';

/** What the package's tarball holds beside the functions' bundles. */
const PACKAGE = 'dist/package';

/**
 * Makes all that the package needs and the repository has not: the functions' bundles, the compiled
 * libraries and programs, and the libraries' types. `npm pack` runs it.
 *
 * @param root the repository's folder
 * @throws what esbuild throws; Error with the compiler's own words
 */
export async function buildPackage(root: string): Promise<void> {
  await buildFunctions({ root });
  const lib = join(root, PACKAGE, 'lib');
  const { files } = await bundlePackage(root, lib);
  for (const { path, contents } of files) writeIfChanged(path, contents, join(root, 'dist'));
  removeOthers(
    lib,
    files.map(({ path }) => basename(path)),
  );
  // The libraries are CommonJS, and their types have to say so; the programs say it by `.mjs`.
  writeFileSync(join(root, PACKAGE, 'package.json'), '{"type":"commonjs"}\n');
  writeTypes(root, join(root, PACKAGE, 'types'));
}

/** Compiles the types of the libraries, and of what they are made of. */
function writeTypes(root: string, types: string): void {
  const project = join(root, 'dist', 'types.tsconfig.json');
  rmSync(types, { recursive: true, force: true });
  writeFileSync(
    project,
    JSON.stringify({
      extends: '../tsconfig.json',
      compilerOptions: {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        rootDir: '..',
        outDir: relative(dirname(project), types),
        types: ['node'],
      },
      include: [],
      files: Object.values(LIBRARIES).map((path) => `../${path}`),
    }),
  );
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-p', project], { cwd: root, encoding: 'utf8' });
}

function removeOthers(folder: string, kept: readonly string[]): void {
  for (const name of readdirSync(folder)) {
    if (!kept.includes(name)) rmSync(join(folder, name), { recursive: true });
  }
}

if (import.meta.main) await buildPackage(resolve(import.meta.dirname, '../..'));

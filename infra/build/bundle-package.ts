import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions, type Metafile, type OutputFile, type Plugin } from 'esbuild';

/**
 * What people import, by the subpath of the package. CommonJS: `import` and `require`, Jest and
 * bundlers all take it, and a package with two forms would have two of each class.
 */
export const LIBRARIES: Readonly<Record<string, string>> = {
  index: 'infra/aws/index.ts',
  middleware: 'functions/middleware/middleware.ts',
  testing: 'infra/testing/testing.ts',
};

/** What `npx latchkey` runs beside the programs: each in a process of its own. */
const PROCESSES: Readonly<Record<string, string>> = {
  latchkey: 'infra/cli/latchkey.ts',
  start: 'infra/cli/start.ts',
  'runtime-client': 'infra/local/lambda/runtime-client.ts',
  'dynalite-process': 'infra/local/storage/dynalite-process.ts',
};

/** What has machine code in it can't be bundled, and there must be one `aws-cdk-lib` in an app. */
export const EXTERNALS: readonly string[] = ['argon2', 'aws-cdk-lib', 'constructs', 'dynalite'];

/** The package's JavaScript, with what went into it. */
export interface PackageBundle {
  readonly files: readonly OutputFile[];
  readonly metafiles: readonly Metafile[];
}

/**
 * Bundles the libraries and the programs: Node strips no types under `node_modules`, and who installs
 * the package shall not install what it was made of.
 *
 * @param outdir as deep below the package's root as a source file of `infra/aws/constructs` is, so that
 *   the construct finds the functions' bundles from there too
 * @throws what esbuild throws, naming file and line
 */
export async function bundlePackage(root: string, outdir: string): Promise<PackageBundle> {
  const shared = {
    absWorkingDir: root,
    outdir,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    // What `engines` says; the local edition itself asks for more.
    target: 'node20',
    mainFields: ['module', 'main'],
    external: EXTERNALS.flatMap((name) => [name, `${name}/*`]),
    legalComments: 'inline',
    logLevel: 'silent',
  } as const satisfies BuildOptions;
  const results = await Promise.all([
    build({
      ...shared,
      entryPoints: LIBRARIES,
      format: 'cjs',
      outExtension: { '.js': '.cjs' },
      define: { 'import.meta.dirname': '__dirname' },
    }),
    build({
      ...shared,
      entryPoints: { ...PROCESSES, ...programs(root) },
      format: 'esm',
      splitting: true,
      outExtension: { '.js': '.mjs' },
      chunkNames: 'part-[hash]',
      banner: { js: REQUIRE },
      plugins: [inTheirWords],
    }),
  ]);
  return {
    files: results.flatMap(({ outputFiles }) => outputFiles),
    metafiles: results.map(({ metafile }) => metafile),
  };
}

/** CommonJS packages in a bundle of ES modules go on asking for Node's own modules. */
const REQUIRE = [
  "import { createRequire as createRequireOfBundle } from 'node:module';",
  'const require = createRequireOfBundle(import.meta.url);',
].join('');

/** @returns the operators' programs: whatever npm script runs a file of `infra/cli` */
export function programs(root: string): Readonly<Record<string, string>> {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  return Object.fromEntries(
    Object.values(scripts).flatMap((script) => {
      const name = /^node (?:-r \S+ )?infra\/cli\/([\w-]+)\.ts$/.exec(script)?.[1];
      return name === undefined ? [] : [[name, `infra/cli/${name}.ts`]];
    }),
  );
}

/** What messages tell people to run: in their own project it is `npx latchkey users`. */
const inTheirWords: Plugin = {
  name: 'in-their-words',
  setup(bundling) {
    bundling.onLoad({ filter: /[\\/]infra[\\/](?:cli|local)[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8')
        .replaceAll(/\bnpm run ([\w-]+) --(?= )/g, 'npx latchkey $1')
        .replaceAll(/\bnpm start\b/g, 'npx latchkey start'),
      loader: 'ts',
    }));
  },
};

import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { docsSite } from './docs-site.ts';
import { packagesApart, setApart } from './set-apart.ts';

/** One function's bundle: every file of its folder by its path in there, and what went into it. */
export interface FunctionBundle {
  readonly name: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Bytes of `index.js`. */
  readonly bytes: number;
  readonly metafile: Metafile;
}

/** The machines that a bundle's native library is packed for: Lambda's two, and people's laptops. */
const NATIVE_PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'];

/**
 * Bundles one function: CommonJS, since it loads faster than ESM on Node 24, minified, with a source
 * map beside it that Node reads only when it is told to. The same sources give the same bytes.
 *
 * @param root the repository's folder
 * @param name the function's folder under `functions/`
 * @throws what esbuild throws, naming file and line
 */
export async function bundleFunction(root: string, name: string): Promise<FunctionBundle> {
  const outdir = join(root, 'dist/functions', name);
  const result = await build({
    ...settingsOf(root, outdir),
    entryPoints: [{ in: `functions/${name}/index.ts`, out: 'index' }],
    plugins: [setApart],
    // The ES modules of the SDK are the ones that can be shaken down to what is called.
    mainFields: ['module', 'main'],
    // What a cold start would pay for and never use: the chain that looks for credentials in files,
    // other processes and the network. A function's are in its environment.
    alias: {
      '@aws-sdk/credential-provider-node': join(
        root,
        'functions/adapters/environment-credentials/environment-credentials.ts',
      ),
    },
    // An import that is put off costs more, at the first answer, than a plain one.
    supported: { 'dynamic-import': false },
    // A bundle is CommonJS; what its sources ask for as modules is this there.
    define: { 'import.meta.dirname': '__dirname' },
  });
  const files = new Map<string, Uint8Array>();
  const apart = packagesApart(
    Object.values(result.metafile.outputs).flatMap(({ imports }) => imports),
  );
  const packages = apart.map((entry) => bundlePackage(root, outdir, entry));
  for (const { outputFiles } of [result, ...(await Promise.all(packages))]) {
    for (const file of outputFiles) files.set(relative(outdir, file.path), file.contents);
  }
  // The repository's own package.json would make Node read the bundle as an ES module.
  files.set('package.json', Buffer.from('{"type":"commonjs"}\n'));
  if (Object.keys(result.metafile.inputs).some((input) => input.includes('node_modules/argon2/'))) {
    for (const [path, content] of argon2Binaries(root)) files.set(path, content);
  }
  if (name === 'docs') for (const [path, content] of docsSite(root)) files.set(path, content);
  return { name, files, bytes: files.get('index.js')?.byteLength ?? 0, metafile: result.metafile };
}

/** A package in a file of its own, without a source map: nobody here debugs it. */
const bundlePackage = (root: string, outdir: string, name: string) =>
  build({
    ...settingsOf(root, outdir),
    entryPoints: [{ in: name, out: name }],
    sourcemap: false,
  });

const settingsOf = (root: string, outdir: string) =>
  ({
    absWorkingDir: root,
    outdir,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'external',
    logLevel: 'silent',
  }) as const;

/** The prebuilt binaries, laid out as `node-gyp-build` looks for them beside the bundle. */
function argon2Binaries(root: string): ReadonlyMap<string, Uint8Array> {
  const argon2 = dirname(createRequire(join(root, 'package.json')).resolve('argon2/package.json'));
  const files = new Map<string, Uint8Array>();
  for (const platform of NATIVE_PLATFORMS) {
    for (const file of readdirSync(join(argon2, 'prebuilds', platform)).toSorted()) {
      const content = readFileSync(join(argon2, 'prebuilds', platform, file));
      files.set(`prebuilds/${platform}/${file}`, content);
    }
  }
  return files;
}

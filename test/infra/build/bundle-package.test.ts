import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import {
  bundlePackage,
  EXTERNALS,
  LIBRARIES,
  programs,
  type PackageBundle,
} from '../../../infra/build/bundle-package.ts';

const root = join(import.meta.dirname, '../../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, { types: string; default: string } | string>>;
  readonly files: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
};
const lib = join(root, 'dist/package/lib');

describe('the compiled package', () => {
  let bundle: PackageBundle;
  beforeAll(async () => {
    bundle = await bundlePackage(root, lib);
  }, 60_000);

  /** The packages that a bundle asks for when it runs, by the bundle's name. */
  const asked = (): readonly (readonly [string, string])[] =>
    bundle.metafiles
      .flatMap(({ outputs }) => Object.entries(outputs))
      .flatMap(([path, { imports }]) =>
        imports
          .filter((one) => one.external === true && !isBuiltin(one.path))
          .map((one) => [path.split('/').at(-1) ?? '', one.path.split('/')[0] ?? ''] as const),
      );

  it('asks for nothing that its consumer does not install', () => {
    const installed = { ...manifest.dependencies, ...manifest.peerDependencies };
    expect(asked().filter(([, name]) => !(name in installed))).toEqual([]);
    expect(Object.keys(installed).toSorted()).toEqual(EXTERNALS.toSorted());
  });

  it('asks for the CDK alone where the construct is imported, and else for nothing', () => {
    const ofLibraries = asked().filter(([path]) => path.endsWith('.cjs'));
    expect(new Set(ofLibraries.map(([path, name]) => `${path} ${name}`))).toEqual(
      new Set(['index.cjs aws-cdk-lib', 'index.cjs constructs']),
    );
  });

  it('has a file for each subpath that can be imported, and for each program', () => {
    const files = bundle.files.map(({ path }) => path);
    const libraries = Object.values(manifest.exports).filter((one) => typeof one !== 'string');
    expect(libraries).toHaveLength(Object.keys(LIBRARIES).length);
    for (const { default: path } of libraries) expect(files).toContain(join(root, path));
    const commands = ['latchkey', 'start', ...Object.keys(programs(root))];
    expect(commands).toEqual(expect.arrayContaining(['keys', 'token', 'users']));
    for (const name of commands) expect(files).toContain(join(lib, `${name}.mjs`));
  });

  it('tells people to run what they have: npx latchkey, and not npm scripts of this repository', () => {
    const ours = bundle.files
      .filter(({ path }) => path.endsWith('.mjs'))
      .flatMap(({ text }) => text.match(/npm (?:run \w+ -- |start).*/g) ?? []);
    expect(ours).toEqual([]);
  });
});

it('has no package that is installed for nothing', () => {
  expect(Object.keys(manifest.dependencies).toSorted()).toEqual(['argon2', 'dynalite']);
});

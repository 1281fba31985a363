import type { Plugin } from 'esbuild';

/**
 * Packages that a function loads on demand and almost never needs. Each lies in a file of its own
 * beside the bundle, so that a cold start does not even read it.
 */
const ON_DEMAND = /^bcryptjs$/;

/** Leaves `await import()` of such packages to run time, as a file beside the bundle. */
export const setApart: Plugin = {
  name: 'set-apart',
  setup(build) {
    build.onResolve({ filter: ON_DEMAND }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path: `./${path}.js`, external: true } : undefined,
    );
  },
};

/** @returns the packages that a bundle imports so, by its metafile's imports */
export const packagesApart = (imports: readonly { readonly path: string }[]): readonly string[] =>
  imports
    .map(({ path }) => path.replace(/^\.\//, '').replace(/\.js$/, ''))
    .filter((name) => ON_DEMAND.test(name));

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionNames } from '../../../infra/build/build-functions.ts';
import { bundleFunction } from '../../../infra/build/bundle-function.ts';
import { docsSite } from '../../../infra/build/docs-site.ts';

const root = join(import.meta.dirname, '../../..');

/** What makes the document, and what shows it. */
const HEAVY = /node_modules\/(zod-openapi|swagger-ui-dist)\/|zod\/v4\/classic\/|^infra\//;

test.each(functionNames(root))('%s carries nothing of what makes the document', async (name) => {
  const { metafile } = await bundleFunction(root, name);
  const inputs = Object.keys(metafile.inputs);
  expect(inputs).toContain(`functions/${name}/index.ts`);
  expect(inputs.filter((input) => HEAVY.test(input))).toEqual([]);
});

describe('the files beside the docs function', () => {
  const files = docsSite(root);
  const page = Buffer.from(files.get('site/docs.html') ?? []).toString();
  const assets = [...files.keys()].filter((path) => path.startsWith('site/assets/'));

  test('are the same for the same sources', () => {
    const changed = [...docsSite(root)].filter(
      ([path, content]) => !Buffer.from(content).equals(files.get(path) ?? Buffer.alloc(0)),
    );
    expect(changed.map(([path]) => path)).toEqual([]);
  });

  test('are all that the page loads, each under a name of its content', () => {
    const named = assets.map((path) => path.replace('site/assets/', 'docs/'));
    const loaded = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(loaded.toSorted()).toEqual(named.toSorted());
    expect(named.filter((path) => !/\.[0-9a-f]{12}\.\w+$/.test(path))).toEqual([]);
  });

  test('have no script and no style within the page, which its policy would stop', () => {
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:/i);
  });

  test('lead nobody to other hosts, nor to source maps that aren’t there', () => {
    for (const path of assets) {
      const text = Buffer.from(files.get(path) ?? []).toString();
      expect([path, /sourceMappingURL=/.exec(text)?.[0]]).toEqual([path, undefined]);
    }
    expect(page).not.toMatch(/https?:\/\//);
  });

  test('come with the licences of what is given on', () => {
    const licence = readFileSync(join(root, 'node_modules/swagger-ui-dist/LICENSE'));
    expect(Buffer.from(files.get('licences/LICENSE') ?? []).equals(licence)).toBe(true);
    expect([...files.keys()]).toContain('licences/NOTICE');
  });
});

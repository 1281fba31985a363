import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Indentation and line breaks are the page's own. */
const squeezed = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

const EXAMPLE = 'examples/orders-api';
const example = readdirSync(join(root, EXAMPLE), { recursive: true })
  .map(String)
  .filter((path) => path.endsWith('.ts') && !path.includes('node_modules'))
  .map((path) => squeezed(read(join(EXAMPLE, path))));

const blocksOf = (page: string): readonly string[] =>
  [...read(page).matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block = '']) => squeezed(block));

// The example itself is compiled, run and tested by test/e2e/installed-package.test.ts.
it.each(['docs/guard-your-api.md', 'docs/testing.md'])(
  '%s shows code of the example, word for word',
  (page) => {
    const blocks = blocksOf(page);
    expect(blocks.length).toBeGreaterThan(1);
    const strange = blocks.filter((block) => !example.some((source) => source.includes(block)));
    expect(strange).toEqual([]);
  },
);

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { badges } from './badges.ts';
import { documents } from './documents.ts';
import { conformancePage } from './page.ts';

test('docs/conformance.md is what the statements say', () => {
  const page = join(import.meta.dirname, '../../docs/conformance.md');
  expect(existsSync(page)).toBe(true);
  expect(readFileSync(page, 'utf8')).toBe(conformancePage());
});

test.each(Object.entries(badges()))('%s says what this repository says', (path, image) => {
  expect(readFileSync(join(import.meta.dirname, '../..', path), 'utf8')).toBe(image);
});

test('no RFC says one thing twice', () => {
  for (const { statements } of documents) {
    const names = statements.map(({ section, says }) => `${section}: ${says}`);
    expect(new Set(names).size).toBe(names.length);
  }
});

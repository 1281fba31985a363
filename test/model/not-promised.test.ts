import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { listing } from './listing.ts';

test('docs/refresh-model.md lists what is not promised, with the shortest traces of today', () => {
  const written = readFileSync(join(import.meta.dirname, '../../docs/refresh-model.md'), 'utf8');
  expect(listing()).toBe(written);
}, 60_000);

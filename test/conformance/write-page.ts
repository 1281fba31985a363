/** Writes `docs/conformance.md` and the badges; `page.test.ts` fails when they are not what this writes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { badges } from './badges.ts';
import { conformancePage } from './page.ts';

const root = join(import.meta.dirname, '../..');
writeFileSync(join(root, 'docs/conformance.md'), conformancePage());
for (const [path, image] of Object.entries(badges())) writeFileSync(join(root, path), image);

/** Writes `docs/conformance.md`; `page.test.ts` fails when it is not what this would write. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { conformancePage } from './page.ts';

writeFileSync(join(import.meta.dirname, '../../docs/conformance.md'), conformancePage());

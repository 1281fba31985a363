/** Writes the list of events in docs/operations.md; `security-events.test.ts` fails when it is old. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withEventSection } from './event-section.ts';

const page = join(import.meta.dirname, '../../../docs/operations.md');
writeFileSync(page, withEventSection(readFileSync(page, 'utf8')));

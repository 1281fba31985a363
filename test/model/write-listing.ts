import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listing } from './listing.ts';

writeFileSync(join(import.meta.dirname, '../../docs/refresh-model.md'), listing());

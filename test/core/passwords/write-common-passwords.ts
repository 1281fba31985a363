/** Writes the list of common passwords; `common-password.test.ts` fails when it is not this one. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commonPasswordsSource } from './common-passwords-source.ts';

writeFileSync(
  join(import.meta.dirname, '../../../functions/core/passwords/common-passwords.ts'),
  commonPasswordsSource(),
);

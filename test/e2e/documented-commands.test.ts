import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentedCommands } from './documented-commands.ts';

const RUN_BY = ['key-operations.test.ts', 'key-restore.test.ts', 'user-operations.test.ts'];

const runs = RUN_BY.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
  .join('\n')
  .replaceAll('${STACK}', '--stack LatchkeyStack');

test.each([...documentedCommands('docs/operations.md', '')])(
  'docs/operations.md: a test runs `%s`',
  (command) => {
    expect(runs).toContain(`\`${command}\``);
  },
);

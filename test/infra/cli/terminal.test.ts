import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import '../local/long-timeout.ts';

const program = join(import.meta.dirname, '../../../infra/cli/users.ts');

test('whoever reads no further ends a command without a stack trace', async () => {
  const child = spawn(process.execPath, [program, '--help']);
  child.stdout.destroy();
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect({ said, code }).toEqual({ said: '', code: 1 });
});

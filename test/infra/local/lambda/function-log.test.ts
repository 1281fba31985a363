import { readFileSync } from 'node:fs';
import { openFunctionLog } from '../../../../infra/local/lambda/function-log.ts';
import { temporaryFolder } from '../start-orders-app.ts';

describe('a function’s log', () => {
  it('keeps every line, and shows errors with their causes', async () => {
    const shown: string[] = [];
    const log = openFunctionLog(temporaryFolder(), 'LoginFunction', (line) => shown.push(line));
    const lines = [
      JSON.stringify({ level: 'info', message: 'all is well' }),
      JSON.stringify({
        level: 'error',
        message: 'the request failed',
        error: { message: 'unavailable', cause: { message: 'no such table' } },
      }),
      'TypeError: x is not a function',
      'a plain line',
      '{"level":"error"',
    ];
    for (const line of lines) log.write(line);
    await log.close();
    log.write('too late');
    expect(readFileSync(log.path, 'utf8')).toBe(`${lines.join('\n')}\n`);
    expect(shown).toEqual([
      `LoginFunction: the request failed: unavailable: no such table (${log.path})`,
      `LoginFunction: TypeError: x is not a function (${log.path})`,
    ]);
  });
});

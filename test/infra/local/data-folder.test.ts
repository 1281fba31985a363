import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder } from '../../../infra/local/data-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-data-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const modeOf = (path: string): number => statSync(path).mode & 0o777;

test('a data folder is its owner’s alone', () => {
  expect(modeOf(openDataFolder(join(folder, 'new')).path)).toBe(0o700);
});

test('hashes and logs are so in a folder that was there for everybody, too', () => {
  const data = join(folder, 'shared');
  mkdirSync(join(data, 'dynamodb'), { recursive: true, mode: 0o755 });
  const { path, dynamoDb, logs } = openDataFolder(data);
  expect([modeOf(path), modeOf(dynamoDb), modeOf(logs)]).toEqual([0o755, 0o700, 0o700]);
});

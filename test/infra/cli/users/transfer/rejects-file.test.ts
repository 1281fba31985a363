import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRejects } from '../../../../../infra/cli/users/transfer/rejects-file.ts';

const REJECT = { line: 2, column: 'email', username: 'anna', reason: 'it is no e-mail address' };

let folder: string;
let source: string;
let other: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-rejects-'));
  source = join(folder, 'users.csv');
  other = join(folder, 'other.txt');
  writeFileSync(other, 'mine');
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
  ['since it was opened', 0, 'EEXIST'],
  ['since an earlier run', 4, 'ELOOP'],
])('writes through no link that somebody has laid there %s', (_, bytes, problem) => {
  const path = `${source}.rejects.ndjson`;
  if (bytes > 0) symlinkSync(other, path);
  const rejects = openRejects(source, bytes);
  if (bytes === 0) symlinkSync(other, path);
  expect(() => rejects.write([REJECT])).toThrow(`${path} can't be written: ${problem}`);
  rejects.close();
  expect(readFileSync(other, 'utf8')).toBe('mine');
});

test('writes behind what stays of an earlier run', () => {
  const first = openRejects(source, 0);
  const bytes = first.write([REJECT]);
  first.write([REJECT, REJECT]);
  first.close();
  const second = openRejects(source, bytes);
  expect(second.write([])).toBe(bytes);
  expect(second.write([{ ...REJECT, line: 9 }])).toBe(2 * bytes);
  second.close();
  const lines = readFileSync(second.path, 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    REJECT,
    { ...REJECT, line: 9 },
  ]);
});

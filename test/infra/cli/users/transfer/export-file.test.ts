import { EventEmitter } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openExportFile } from '../../../../../infra/cli/users/transfer/export-file.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-export-'));
  path = join(folder, 'users.csv');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A process that tells what it was killed by. */
class QuietProcess extends EventEmitter {
  readonly pid = 4711;
  readonly killedBy: unknown[] = [];

  kill(pid: number, signal?: string | number): true {
    this.killedBy.push([pid, signal]);
    return true;
  }
}

test('the file is there when it is whole, for its owner alone', () => {
  const file = openExportFile(path);
  file.write('one\n');
  expect(existsSync(path)).toBe(false);
  file.write('two\n');
  file.finish();
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['users.csv']);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])(
  'nothing stays of one that %s breaks off, and the process ends as it would have',
  (signal) => {
    const quiet = new QuietProcess();
    const file = openExportFile(path, quiet as unknown as NodeJS.Process);
    file.write('$argon2id$');
    quiet.emit(signal, signal);
    expect(readdirSync(folder)).toEqual([]);
    expect(quiet.killedBy).toEqual([[4711, signal]]);
    expect(quiet.eventNames()).toEqual([]);
  },
);

test('one that is done leaves signals to others', () => {
  const quiet = new QuietProcess();
  for (const end of ['finish', 'drop'] as const) {
    openExportFile(`${path}.${end}`, quiet as unknown as NodeJS.Process)[end]();
    expect(quiet.eventNames()).toEqual([]);
  }
});

test('what somebody has put there meanwhile stays', () => {
  const file = openExportFile(path);
  file.write('mine');
  writeFileSync(path, 'theirs');
  expect(() => file.finish()).toThrow('users.csv is there already, since a moment ago');
  file.drop();
  expect(readFileSync(path, 'utf8')).toBe('theirs');
  expect(readdirSync(folder)).toEqual(['users.csv']);
});

test('what can not be written is said in one line', () => {
  const nowhere = join(folder, 'none', 'users.csv');
  expect(() => openExportFile(nowhere)).toThrow(/none\/users\.csv can't be written: ENOENT/);
  const file = openExportFile(path);
  file.drop();
  expect(() => file.write('more')).toThrow("users.csv can't be written: EBADF");
});

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IMPORTED_HASHES, type ImportedHash } from './imported-hashes.ts';

const SCRIPT = join(import.meta.dirname, 'make-imported-hashes.py');
const VECTORS = readFileSync(join(import.meta.dirname, 'imported-hashes.json'));

const libraries = 'import argon2, bcrypt, cryptography, django, passlib, werkzeug';
const python = spawnSync('/usr/bin/python3', ['-c', libraries]);
const [describeWithPython, remark] =
  python.status === 0
    ? [describe, '']
    : [describe.skip, ` (NOT RUN: /usr/bin/python3 can't «${libraries}»)`];

test('docs/imported-passwords.md lists the formats of all vectors and no others', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/imported-passwords.md'), 'utf8');
  const rows = [...page.matchAll(/^\|[^|]+\| ([a-z0-9-]+) +\| `([^`]+)…` +\|$/gm)].map(
    ([, scheme = '', beginning = '']) => ({ scheme, beginning }),
  );
  const isOf = (vector: ImportedHash, { scheme, beginning }: (typeof rows)[number]): boolean =>
    vector.scheme.replace(/^argon2.*/, 'argon2id') === scheme &&
    generally(vector.hash).startsWith(generally(beginning));
  expect(rows.filter((row) => !IMPORTED_HASHES.some((vector) => isOf(vector, row)))).toEqual([]);
  expect(IMPORTED_HASHES.filter((vector) => !rows.some((row) => isOf(vector, row)))).toEqual([]);
});

/** The page shows one argon2 and one bcrypt for all their types. */
const generally = (text: string): string =>
  text.replace(/\$argon2(id|i|d)/, '$argon2').replace(/\$2[aby]\$/, '$2b$');

describeWithPython(`the vectors of imported hashes${remark}`, () => {
  it('are what the real libraries verify', () => {
    const verified = spawnSync('/usr/bin/python3', [SCRIPT, '--verify'], { input: VECTORS });
    expect(verified.stderr.toString()).toBe('');
    expect(Number(verified.stdout)).toBe(72);
  }, 60_000);
});

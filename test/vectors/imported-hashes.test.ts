import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SCRIPT = join(import.meta.dirname, 'make-imported-hashes.py');
const VECTORS = readFileSync(join(import.meta.dirname, 'imported-hashes.json'));

const libraries = 'import argon2, bcrypt, cryptography, django, passlib, werkzeug';
const python = spawnSync('/usr/bin/python3', ['-c', libraries]);
const [describeWithPython, remark] =
  python.status === 0
    ? [describe, '']
    : [describe.skip, ` (NOT RUN: /usr/bin/python3 can't «${libraries}»)`];

describeWithPython(`the vectors of imported hashes${remark}`, () => {
  it('are what the real libraries verify', () => {
    const verified = spawnSync('/usr/bin/python3', [SCRIPT, '--verify'], { input: VECTORS });
    expect(verified.stderr.toString()).toBe('');
    expect(Number(verified.stdout)).toBe(72);
  }, 60_000);
});

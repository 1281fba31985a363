import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { normalizeUsername } from '../../../../../functions/core/users/normalize-username.ts';
import { createSeenNames } from '../../../../../infra/cli/users/transfer/seen-names.ts';
import { CSV_FORMAT, NDJSON_FORMAT } from '../../../../../infra/cli/users/transfer/own-format.ts';
import { NOBODYS_ID } from '../../../../../infra/cli/users/transfer/taken-ids.ts';
import { createPreparation } from '../../../../../infra/cli/users/transfer/settle-records.ts';
import type { ImportFormat } from '../../../../../infra/cli/users/transfer/source-user.ts';
import { START } from '../../../../fakes/session-samples.ts';

const NAUGHTY = [
  '',
  ' ',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  'NaN',
  '1;DROP TABLE users',
  "' OR 1=1 -- ",
  '=1+1',
  '../../etc/passwd',
  '${jndi:ldap://x}',
  'user#admin',
  'ﬁ',
  'İ',
  'ẞ',
  'ᾳ',
  '\u202Etxt',
  '\uFEFF',
  '\u0000',
  '\r\n',
  '"',
  '""',
  ',',
  '田中さん',
  '👩‍👩‍👧‍👦',
  'Z̮̞̠͙͔ͅalgo',
  'ﷺ'.repeat(10),
  'x'.repeat(129),
];
const OPTIONS = { roles: [], scopes: [], resetUnverifiable: false };

async function outcomes(format: ImportFormat, text: string): Promise<(string | null)[]> {
  async function* pieces(): AsyncGenerator<string> {
    const letters = Array.from(text);
    for (let at = 0; at < letters.length; at += 7) yield letters.slice(at, at + 7).join('');
  }
  const prepare = createPreparation(
    format,
    OPTIONS,
    () => `user:${randomUUID()}`,
    NOBODYS_ID,
    START,
  );
  const found = [];
  for await (const record of format.read(pieces())) {
    const prepared = prepare(record);
    found.push('draft' in prepared ? (prepared.draft?.user.username ?? null) : null);
  }
  return found;
}

/** Who comes in under which name: one of each, the first. */
function expected(names: readonly string[]): (string | null)[] {
  const seen = new Set<string>();
  return names.map((name) => {
    const username = normalizeUsername(name);
    if (username === null || seen.has(username)) return null;
    seen.add(username);
    return username;
  });
}

const someNames = fc.array(
  fc.oneof(fc.constantFrom(...NAUGHTY), fc.string({ unit: 'binary', maxLength: 5 })),
  { minLength: 1 },
);

test.each([
  [
    'CSV',
    CSV_FORMAT,
    (names: readonly string[]) =>
      `username\n${names.map((name) => `"${name.replaceAll('"', '""')}"\n`).join('')}`,
  ],
  [
    'NDJSON',
    NDJSON_FORMAT,
    (names: readonly string[]) =>
      names.map((username) => `${JSON.stringify({ username })}\n`).join(''),
  ],
])(
  'whatever names %s has, each comes in as it is stored or is rejected',
  async (_, format, write) => {
    expect(await outcomes(format, write(NAUGHTY))).toEqual(expected(NAUGHTY));
    await fc.assert(
      fc.asyncProperty(someNames, async (names) => {
        expect(await outcomes(format, write(names))).toEqual(expected(names));
      }),
    );
  },
);

test('a name that was seen is known by its first line, however many there are', () => {
  const seen = createSeenNames();
  const lines = Array.from({ length: 20_000 }, (_, at) => at + 1);
  expect(lines.filter((line) => seen.add(`user${line}`, line) !== null)).toEqual([]);
  expect(lines.map((line) => seen.add(`user${line}`, 0))).toEqual(lines);
});

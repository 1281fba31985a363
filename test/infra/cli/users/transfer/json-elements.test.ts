import * as fc from 'fast-check';
import { jsonElements } from '../../../../../infra/cli/users/transfer/json-elements.ts';

async function read(chunks: readonly string[], member: string | null = null) {
  const found = [];
  for await (const { line, fields } of jsonElements(iterate(chunks), member)) {
    found.push({ line, fields });
  }
  return found;
}

async function* iterate(chunks: readonly string[]): AsyncGenerator<string> {
  yield* chunks;
}

const anObject = fc.dictionary(fc.string(), fc.jsonValue());

test.each([
  ['an array', (all: readonly object[]) => JSON.stringify(all), null],
  ['an array on many lines', (all: readonly object[]) => JSON.stringify(all, null, 2), null],
  ['lines', (all: readonly object[]) => all.map((one) => JSON.stringify(one)).join('\n'), null],
  [
    'a member',
    (Users: readonly object[]) => JSON.stringify({ Before: { Users: [1] }, Users, After: [[{}]] }),
    'Users',
  ],
])('reads the objects of %s, wherever it is cut into pieces', async (_, write, member) => {
  await fc.assert(
    fc.asyncProperty(fc.array(anObject), fc.integer({ min: 1, max: 20 }), async (all, size) => {
      const text = write(all);
      const chunks = Array.from({ length: Math.ceil(text.length / size) }, (__, at) =>
        text.slice(at * size, (at + 1) * size),
      );
      const found = await read(chunks, member);
      expect(found.map(({ fields }) => fields)).toEqual(JSON.parse(JSON.stringify(all)));
    }),
  );
});

test('says on which line each begins', async () => {
  const found = await read(['[\n {"a": "\\n"},\n\n {"b":\n1}]']);
  expect(found.map(({ line }) => line)).toEqual([2, 4]);
});

test.each([
  ['[{"a":1},\n{"a":', 'line 2: the file ends in the middle of what begins here'],
  ['[{"a":1}\n', 'line 2: the file ends too early: it was cut off'],
  ['[{"a":1},\n{"a" 1}]', 'line 2: what begins on line 2 is not JSON'],
  ['[{"a":1}\n{"a":1}]', 'line 2: a comma is missing'],
  ['[1]', 'line 1: an object was expected'],
  ['["a"]', 'line 1: an object was expected'],
  ['[[]]', 'line 1: an object was expected'],
  ['{"a":1}\nb', 'line 2: an object was expected'],
  ['{"a":1}}', 'line 1: there is a } too many'],
  ['[{"a":1}}', 'line 1: there is a } too many'],
])('names the line where %j is broken, and nothing was written', async (text, problem) => {
  await expect(read([text])).rejects.toThrow(`${problem}; nothing was written`);
});

test('never quotes what it could not read', async () => {
  await expect(read(['[{"password": "$argon2id$secret" "x"}]'])).rejects.not.toThrow(/secret/);
});

async function* endless(): AsyncGenerator<string> {
  yield '[{"a": "';
  for (;;) yield 'a'.repeat(10_000);
}
test('a quote that is not closed does not fill the memory', async () => {
  await expect(jsonElements(endless(), null).next()).rejects.toThrow(
    'line 1: what begins here does not end',
  );
});

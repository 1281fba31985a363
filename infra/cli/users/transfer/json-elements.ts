import { BrokenFile } from './source-file.ts';
import type { SourceRecord } from './source-user.ts';

/** Far more than a user has. Without a bound, a quote that is not closed would fill the memory. */
const LONGEST_ELEMENT = 1_000_000;

const [QUOTE, BACKSLASH, LINE_FEED] = ['"', '\\', '\n'];

/**
 * Reads objects out of JSON that may be far larger than the memory: those of a top-level array, or the
 * top-level objects themselves, one after another (NDJSON), or those of the array that is one member
 * of a top-level object.
 *
 * @param member the name of that member, or `null`: there is no object around
 * @throws BrokenFile naming the line, for what is not JSON or has something else in it
 */
export async function* jsonElements(
  text: AsyncIterable<string>,
  member: string | null,
): AsyncGenerator<SourceRecord> {
  let [line, depth, begun, lastString, key] = [1, 0, 0, '', ''];
  let [inString, escaped, isArray, wantsComma, within] = [false, false, false, false, false];
  /** The text of the element, or of a string that may be the name of a member. */
  let kept: string[] = [];
  let length = 0;
  /** How deep the elements lie. */
  const level = (): number => (member !== null ? 2 : isArray ? 1 : 0);
  const isAmong = (): boolean => depth === level() && (member === null || within);
  for await (const chunk of text) {
    let start = 0;
    const keep = (end: number): void => {
      if (begun === 0) return;
      kept.push(chunk.slice(start, end));
      length += end - start;
      if (length > LONGEST_ELEMENT) throw new BrokenFile(begun, 'what begins here does not end');
    };
    for (let at = 0; at < chunk.length; at += 1) {
      const letter = chunk[at];
      if (letter === LINE_FEED) line += 1;
      if (inString) {
        if (escaped) escaped = false;
        else if (letter === BACKSLASH) escaped = true;
        else if (letter === QUOTE) inString = false;
        if (begun === 0 && inString) lastString = (lastString + letter).slice(-100);
        continue;
      }
      if (letter === QUOTE) {
        if (isAmong() && begun === 0) throw new BrokenFile(line, 'an object was expected');
        [inString, lastString] = [true, ''];
      } else if (letter === '{' || letter === '[') {
        if (depth === 0 && letter === '[' && member === null) {
          [isArray, depth, wantsComma] = [true, 1, false];
          continue;
        }
        if (isAmong()) {
          if (letter === '[' || (wantsComma && level() > 0)) {
            throw new BrokenFile(
              line,
              letter === '[' ? 'an object was expected' : 'a comma is missing',
            );
          }
          [begun, start, kept, length] = [line, at, [], 0];
        }
        if (depth === 1 && letter === '[' && key === member && begun === 0) {
          [within, wantsComma] = [true, false];
        }
        depth += 1;
      } else if (letter === '}' || letter === ']') {
        depth -= 1;
        if (depth < 0) throw new BrokenFile(line, `there is a ${letter} too many`);
        if (begun > 0 && depth === level()) {
          keep(at + 1);
          yield { line: begun, fields: parsed(kept.join(''), begun) };
          [begun, kept, wantsComma] = [0, [], true];
        } else if (member !== null && depth === 1 && within) within = false;
        else if (depth === 0) {
          if (isArray && letter === '}') throw new BrokenFile(line, 'there is a } too many');
          isArray = false;
        }
      } else if (begun === 0) {
        if (letter === ':' && depth === 1) key = lastString;
        else if (letter === ',') wantsComma = false;
        else if (isAmong() && letter?.trim() !== '') {
          throw new BrokenFile(line, 'an object was expected');
        }
      }
    }
    keep(chunk.length);
  }
  if (begun > 0) throw new BrokenFile(begun, 'the file ends in the middle of what begins here');
  if (depth > 0 || inString) throw new BrokenFile(line, 'the file ends too early: it was cut off');
}

/** @throws BrokenFile, which never quotes what it could not read: there may be a hash in it */
function parsed(text: string, line: number): SourceRecord['fields'] {
  try {
    return JSON.parse(text) as SourceRecord['fields'];
  } catch (error) {
    const position = Number(/at position (\d+)/.exec((error as Error).message)?.[1] ?? 0);
    const at = line + text.slice(0, position).split(LINE_FEED).length - 1;
    throw new BrokenFile(at, `what begins on line ${line} is not JSON`);
  }
}

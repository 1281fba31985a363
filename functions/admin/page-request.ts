import type { GatewayEvent } from '../http/gateway-event.ts';
import { ProblemError } from '../http/problem-responses.ts';
import { PAGE_LIMIT } from '../http/admin-requests.ts';

/** Which part of all users somebody wants. */
export interface PageRequest {
  readonly limit: number;
  /** The name that the part before ended with. */
  readonly after: string | null;
}

/** The longest name in UTF-16 units: 128 code points. DynamoDB takes keys of 2 KB. */
const LONGEST_NAME = 256;
const LONGEST_CURSOR = 1400;

/** What a cursor begins with: anything else was not made here. */
const MARK = 'after:';

/**
 * @returns what the query asks for
 * @throws ProblemError 400 for a limit that is none, a cursor that this service has not made, and a
 *   parameter that is there twice
 */
export function readPageRequest({ multiValueQueryStringParameters }: GatewayEvent): PageRequest {
  const single = (name: string): string | null => {
    const [value, ...more] = multiValueQueryStringParameters?.[name] ?? [];
    if (more.length > 0) throw refused(`The parameter ${name} is there more than once.`);
    return value ?? null;
  };
  const [limit, cursor] = [single('limit'), single('cursor')];
  return {
    limit: limit === null ? PAGE_LIMIT.default : readLimit(limit),
    after: cursor === null ? null : readCursor(cursor),
  };
}

/**
 * @param username the name that a part ended with
 * @returns what gets the next part. It says nothing but where to go on, and that among users only: a
 *   forged one shows whoever may see all users some of them.
 */
export const pageCursor = (username: string): string =>
  Buffer.from(`${MARK}${username}`).toString('base64url');

function readLimit(text: string): number {
  const limit = /^[1-9]\d{0,2}$/.test(text) ? Number(text) : PAGE_LIMIT.max + 1;
  if (limit <= PAGE_LIMIT.max) return limit;
  throw refused(`The limit is a whole number from 1 to ${PAGE_LIMIT.max}.`);
}

function readCursor(text: string): string {
  const bytes = Buffer.from(text.slice(0, LONGEST_CURSOR), 'base64url');
  const username = bytes.toString().slice(MARK.length);
  // Only what comes out the same was made by `pageCursor`: no other alphabet, no broken UTF-8.
  const isOurs =
    username !== '' && username.length <= LONGEST_NAME && pageCursor(username) === text;
  if (isOurs) return username;
  throw refused(
    'The cursor is none. Take next_cursor from the answer before, or begin without one.',
  );
}

const refused = (detail: string): ProblemError =>
  new ProblemError(400, 'Bad Request', detail, null, { code: 'invalid_query' });

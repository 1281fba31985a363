import { normalizeUsername } from '../core/users/normalize-username.ts';
import type { GatewayEvent } from '../http/gateway-event.ts';
import { ProblemError } from '../http/problem-responses.ts';

/** What a request is about. */
export interface AdminTarget {
  /** The path as docs/admin-api.md writes it: `/admin/users/{username}/sessions/{id}`. */
  readonly path: string;
  /** Normalised; empty where the path has none. */
  readonly username: string;
  /** Empty where the path has none. */
  readonly sessionId: string;
}

const BASE = '/admin/users';
const GREEDY = `${BASE}/{proxy+}`;

/** Names that a path can't carry are written as `~` and the base64url of their UTF-8. */
const ESCAPE = '~';

/** A path of another form. */
const NOWHERE: AdminTarget = { path: '', username: '', sessionId: '' };

/**
 * Finds out what a path is about. The gateway hands on the path as it came and what stands for the
 * greedy parameter, decoded. Only the former tells a slash in a name from one between two parts, and
 * only the latter is sure to be the gateway's own reading: a path that they disagree on is refused.
 *
 * @returns an empty `path` for one of another form
 * @throws ProblemError 400 for a path that can be read in two ways, 404 for a name that nobody can have
 */
export function readTarget({ resource, path = '', pathParameters }: GatewayEvent): AdminTarget {
  if (resource === BASE) return { path: BASE, username: '', sessionId: '' };
  if (resource !== GREEDY) return NOWHERE;
  // In front of the base there may be a custom domain's base path.
  const at = path.indexOf(`${BASE}/`);
  const parts = path.slice(at + BASE.length + 1).split('/');
  const decoded = parts.map(decode);
  if (at < 0 || decoded.join('/') !== pathParameters?.['proxy']) throw unreadable();
  const [name = '', action, id, ...more] = decoded;
  if (more.length > 0) return NOWHERE;
  const form = [GREEDY.replace('{proxy+}', '{username}')];
  if (action !== undefined) form.push(action);
  if (id !== undefined) form.push('{id}');
  return { path: form.join('/'), username: readName(name), sessionId: id ?? '' };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw unreadable();
  }
}

function readName(part: string): string {
  const name = part.startsWith(ESCAPE) ? unescapeName(part.slice(ESCAPE.length)) : part;
  const username = normalizeUsername(name);
  if (username !== null) return username;
  throw new ProblemError(404, 'Not Found', 'Nobody can have that name.', null, {
    code: 'unknown_user',
  });
}

function unescapeName(text: string): string {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw unreadable();
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw unreadable();
  }
}

const unreadable = (): ProblemError =>
  new ProblemError(
    400,
    'Bad Request',
    'The path can not be read. Percent-encode the user name, or write it as ~ and the base64url of its UTF-8.',
    null,
    { code: 'unreadable_path' },
  );

import { OAuthError } from '../core/oauth-error.ts';

/**
 * Parses a JSON object as request parameters; `null` counts as absent, as an empty text does. Not by
 * `@middy/http-json-body-parser`, whose error carries the whole body, tokens and all, as its cause.
 *
 * @param text the body
 * @returns name and value of each parameter; of the members of one name the last counts, as in every
 *   JSON parser
 * @throws OAuthError `invalid_request` when it is broken or no object, or a text in it has a NUL or a
 *   lone surrogate, which JSON can write as escapes
 */
export const parseJson = (text: string): ReadonlyMap<string, unknown> =>
  new Map([...parseJsonObject(text)].filter(([, member]) => member !== null));

/**
 * Parses a JSON object; a member that is `null` is there.
 *
 * @returns name and value of each member, of which `parseJson` says more
 * @throws OAuthError as `parseJson`
 */
export function parseJsonObject(text: string): ReadonlyMap<string, unknown> {
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw broken();
  const members = Object.entries(value);
  for (const [, member] of members) {
    if (typeof member === 'string' && (!member.isWellFormed() || member.includes('\0'))) {
      throw noText();
    }
  }
  return new Map(members);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Without its cause: the parser's message quotes the body.
    throw broken();
  }
}

const noText = (): OAuthError =>
  new OAuthError(
    'invalid_request',
    'A text of the body has a NUL or half a character (a lone surrogate) in it.',
    'body_not_text',
  );

const broken = (): OAuthError =>
  new OAuthError('invalid_request', 'The body is not a JSON object.', 'broken_json');

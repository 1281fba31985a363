import type * as z from 'zod/mini';
import type { GatewayEvent } from './gateway-event.ts';
import { parseJsonObject } from './json-parameters.ts';
import { ProblemError } from './problem-responses.ts';
import { readBody } from './request-body.ts';

/**
 * Reads a request's JSON object, strictly: a member that nobody here knows is refused, and not
 * ignored, since whoever sends `"scopes"` shall not believe that he was given some.
 *
 * @param schema a `z.strictObject`
 * @throws OAuthError `invalid_request` for what is no JSON object (400, 413, 415), ProblemError 422
 *   for one of other members, naming those that can be given
 */
export function readJsonRequest<Shape extends z.core.$ZodLooseShape>(
  event: GatewayEvent,
  schema: z.ZodMiniObject<Shape, z.core.$strict>,
): z.output<z.ZodMiniObject<Shape, z.core.$strict>> {
  const { text } = readBody(event, ['application/json']);
  const members = parseJsonObject(text);
  const names = Object.keys(schema.shape);
  if ([...members.keys()].some((name) => !names.includes(name))) {
    const known = listOf(names);
    throw unprocessable(`Only ${known} can be given here.`, 'unknown_member');
  }
  const result = schema.safeParse(Object.fromEntries(members));
  if (result.success) return result.data;
  // The path is a name from the schema, never a word of the request.
  const [name] = result.error.issues[0]?.path ?? [];
  throw unprocessable(
    `The member ${String(name)} is missing or not of its type.`,
    'invalid_member',
  );
}

const unprocessable = (detail: string, code: string): ProblemError =>
  new ProblemError(422, 'Unprocessable Content', detail, null, { code });

const listOf = (names: readonly string[]): string =>
  [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ');

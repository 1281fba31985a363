import type { InvalidTokenReason } from '../../../functions/core/tokens/invalid-token-error.ts';
import { explainRefusal } from '../../tokens/explain-refusal.ts';
import { readUnverified } from '../../tokens/read-unverified.ts';
import { quoted } from '../../tokens/short-texts.ts';
import type { RefusalCause, RefusedRequest } from './refused-request.ts';

/** What the authorizers expect, where there is one service. */
export interface Expectations {
  readonly issuer?: string;
  readonly audiences?: readonly string[];
}

/** The longest part of a path that is shown: ids are shorter, and tokens longer. */
const LONGEST_SEGMENT = 40;

/**
 * @param reason what the authorizer logged, `null` if it logged nothing
 * @param now milliseconds since the epoch
 * @returns `401 GET /users/me — token expired 3 min ago`; the token itself is never in it
 */
export const refusalLine = (
  request: RefusedRequest,
  reason: InvalidTokenReason | null,
  expectations: Expectations,
  now: number,
): string =>
  `${request.statusCode} ${request.method} ${shownPath(request.path)} — ${
    request.cause.is === 'unauthorized'
      ? unauthorizedWords(request.cause.authorization, reason, { ...expectations, now })
      : otherWords(request.cause)
  }`;

function unauthorizedWords(
  authorization: string,
  reason: InvalidTokenReason | null,
  facts: Expectations & { readonly now: number },
): string {
  if (reason === null) return 'the authorizer refused the token; its log may say why';
  return `token refused: ${explainRefusal(reason, { ...contentOf(authorization), ...facts })}`;
}

function otherWords(cause: Exclude<RefusalCause, { readonly is: 'unauthorized' }>): string {
  switch (cause.is) {
    case 'no_header':
      return 'there is no Authorization header';
    case 'other_form':
      return 'the Authorization header is not "Bearer", a space and a JWT: three parts with a dot between them';
    case 'no_route':
      return 'there is no such route';
    default: {
      const { scope } = contentOf(cause.authorization).claims;
      const held = typeof scope === 'string' ? `: it holds ${quoted(scope)}` : '';
      return `the token's scopes do not reach that far${held}`;
    }
  }
}

const contentOf = (authorization: string) =>
  readUnverified(authorization.replace(/^bearer +/i, ''));

/** Nothing that a terminal acts on, and no part that is long enough to be a secret. */
const shownPath = (path: string): string =>
  path
    .split('/')
    .map((part) => (part.length > LONGEST_SEGMENT ? `${part.slice(0, 8)}…` : part))
    .join('/')
    .slice(0, 200)
    .replaceAll(/[^\x21-\x7e…]/g, '?');

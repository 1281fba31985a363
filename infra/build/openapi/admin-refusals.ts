import { BODY_REFUSALS, UNFIT_TEXT } from './account-refusals.ts';
import { BEARER_REFUSALS, NO_SCOPE, NO_TOKEN, problem, problemBody } from './answers.ts';
import type { DocumentedExample, DocumentedOperation } from './operation.ts';
import { ADMINISTRATOR, NEWCOMER, SAMPLES } from './samples.ts';

/** The path of the user whom the examples are about. */
export const ABOUT = { username: NEWCOMER.username } as const;
/** With one of his sessions. */
export const ABOUT_SESSION = { ...ABOUT, id: SAMPLES.sessionId } as const;

type Answers = DocumentedOperation['answers'];
type Examples = DocumentedOperation['examples'];

/** @returns an example of a refusal in problem details */
export const refusedTo = (
  request: Pick<DocumentedExample, 'summary' | 'path' | 'query' | 'body'>,
  [status, title]: readonly [number, string],
  detail: string,
  code: string,
): DocumentedExample => ({ ...request, status, answer: problemBody(status, title, detail, code) });

export const BAD_REQUEST = [400, 'Bad Request'] as const;
export const FORBIDDEN = [403, 'Forbidden'] as const;
export const NOT_FOUND = [404, 'Not Found'] as const;
export const UNPROCESSABLE = [422, 'Unprocessable Content'] as const;

/** What every route under `/admin/users` can answer. */
export const ADMIN_REFUSALS: Answers = {
  ...BEARER_REFUSALS,
  403: {
    description: 'The token lacks the scope, or `code` says what is out of its reach.',
    content: BEARER_REFUSALS[403]?.content ?? {},
  },
  503: problem('A table can’t be had: try again after `Retry-After` seconds.'),
};
/** What a route about one user can answer besides. */
export const NAMED_REFUSALS: Answers = {
  ...ADMIN_REFUSALS,
  400: problem('The path can be read in two ways.'),
  404: problem('There is no user of that name.'),
};
/** And what one that changes him. */
export const CHANGE_REFUSALS: Answers = {
  ...NAMED_REFUSALS,
  409: problem('Others changed the user at the same time, again and again: try again.'),
};
/** What a route with a body can answer besides. */
export const ADMIN_BODY_REFUSALS: Answers = {
  400: problem('The path can be read in two ways, or the body is no JSON object.'),
  413: BODY_REFUSALS[413],
  415: BODY_REFUSALS[415],
  422: BODY_REFUSALS[422],
};

/** Callers who may not. */
export const callersRefused = (path?: DocumentedExample['path']): Examples => ({
  anonymous: {
    summary: 'A caller without a token',
    caller: 'nobody',
    ...(path && { path }),
    status: 401,
    answer: NO_TOKEN,
  },
  missingScope: {
    summary: 'A token without the scope',
    caller: 'somebody without scopes',
    ...(path && { path }),
    status: 403,
    answer: NO_SCOPE,
  },
});

/** @returns callers who may not, and paths that lead nowhere */
export const namedRefused = (
  path: NonNullable<DocumentedExample['path']>,
  body?: DocumentedExample['body'],
): Examples => ({
  unknown: refusedTo(
    {
      summary: 'A name that nobody has',
      path: { ...path, username: 'nobody' },
      ...(body && { body }),
    },
    NOT_FOUND,
    'There is no user of that name.',
    'unknown_user',
  ),
  unreadable: refusedTo(
    {
      summary: 'A path that is not what it seems',
      path: { ...path, username: '~*' },
      ...(body && { body }),
    },
    BAD_REQUEST,
    'The path can not be read. Percent-encode the user name, or write it as ~ and the base64url of its UTF-8.',
    'unreadable_path',
  ),
  ...callersRefused(path),
});

/** A body with a text that is none. */
export const malformedBody = (path?: DocumentedExample['path']): DocumentedExample =>
  refusedTo(
    { summary: 'A text with a NUL in it', ...(path && { path }), body: { password: '\0' } },
    BAD_REQUEST,
    UNFIT_TEXT,
    'invalid_request',
  );

/** What would lock the administrator out. */
export const ONESELF = refusedTo(
  { summary: 'Oneself', path: { username: ADMINISTRATOR } },
  FORBIDDEN,
  'This would lock you out. Let another administrator do it.',
  'own_account',
);

const RESERVED =
  'Scopes of the service itself (users:… and tokens:…) are given by operators only, from the command line.';

/** What only operators give. */
export const reservedScope = (
  request: Pick<DocumentedExample, 'path' | 'body'>,
): DocumentedExample =>
  refusedTo({ summary: 'A reserved scope', ...request }, FORBIDDEN, RESERVED, 'reserved_scope');

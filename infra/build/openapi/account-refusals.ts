import { BEARER_REFUSALS, NO_TOKEN, problem, problemBody } from './answers.ts';
import type { DocumentedExample } from './operation.ts';
import { DEMO } from './samples.ts';

/** Without a token. */
export const anonymous: DocumentedExample = {
  summary: 'A caller without a token',
  caller: 'nobody',
  status: 401,
  answer: NO_TOKEN,
};
/** With a wrong password. */
export const wrongPassword = (body: DocumentedExample['body']): DocumentedExample => ({
  summary: 'A wrong password',
  caller: 'a newcomer',
  body: { ...body, current_password: 'wrong' },
  status: 403,
  answer: problemBody(403, 'Forbidden', 'The username or password is wrong.', 'invalid_grant'),
});
/** What a text is answered that no table and no hash should have. */
export const UNFIT_TEXT =
  'A text of the body has a NUL or half a character (a lone surrogate) in it.';
/** With such a text. */
export const malformed: DocumentedExample = {
  summary: 'A text with a NUL in it',
  caller: 'a newcomer',
  body: { current_password: '\0' },
  status: 400,
  answer: problemBody(400, 'Bad Request', UNFIT_TEXT, 'invalid_request'),
};
/** With something that breaks a rule. */
export const refusedAs = (
  summary: string,
  body: DocumentedExample['body'],
  detail: string,
  code: string,
): DocumentedExample => ({
  summary,
  caller: 'a newcomer',
  body: { ...body },
  status: 422,
  answer: problemBody(422, 'Unprocessable Content', detail, code),
});

/** With a name that somebody has. */
export const taken = (body: DocumentedExample['body']): DocumentedExample => ({
  summary: 'A name that is taken',
  body: { ...body, username: DEMO.username },
  status: 409,
  answer: problemBody(
    409,
    'Conflict',
    'The user name is taken. Choose another one.',
    'username_taken',
  ),
});
/** With a password that breaks the rule on length. */
export const short = (
  body: DocumentedExample['body'] = {},
  path?: DocumentedExample['path'],
): DocumentedExample => ({
  summary: 'A short password',
  ...(path && { path }),
  body: { ...body, password: 'hunter2' },
  status: 422,
  answer: problemBody(
    422,
    'Unprocessable Content',
    'The password is too short. Choose one of at least 15 characters, such as a few words in a row.',
    'password_too_short',
  ),
});

/** What every route with a body can answer. */
export const BODY_REFUSALS = {
  400: problem('The body is no JSON object, or a name or password can be nobody’s.'),
  413: problem('The body has more than 16 KiB.'),
  415: problem('The content type is not JSON.'),
  422: problem('A member is missing, unknown or refused; `code` says which rule it breaks.'),
  503: problem('Not now: try again after `Retry-After` seconds.'),
};
/** Too many tries. */
export const THROTTLED = problem('Too many tries: again after `Retry-After` seconds.');
/** The gateway's limit, or the one on passwords. */
export const EITHER_LIMIT = {
  description: THROTTLED.description,
  content: { ...BEARER_REFUSALS[429]?.content, ...THROTTLED.content },
};
/** What a route that takes a password can answer. */
export const WRONG = { 403: problem('The password is wrong, or nobody’s.'), 429: EITHER_LIMIT };

import {
  BODY_REFUSALS,
  EITHER_LIMIT,
  WRONG,
  anonymous,
  malformed,
  refusedAs,
  wrongPassword,
} from './account-refusals.ts';
import { NAMED_PASSWORD_CHANGE, PASSWORD_CHANGE } from './account-schemas.ts';
import { BEARER_REFUSALS, empty, problem } from './answers.ts';
import type { DocumentedOperation } from './operation.ts';
import { NEWCOMER } from './samples.ts';

const NEW_PASSWORD = 'seven green elephants sing';
const CHANGED = empty('The password is changed.');
const CHANGE = { current_password: NEWCOMER.password, new_password: NEW_PASSWORD };
const COMMON =
  'The password is a common one, a repetition, a sequence or two of these in a row. Choose three or more words that nobody else would put together.';
const common = (body: object) =>
  refusedAs(
    'A common password',
    { ...body, new_password: 'password12345678' },
    COMMON,
    'password_common',
  );

/** Changing a password, logged in or not. */
export const PASSWORD_OPERATIONS: readonly DocumentedOperation[] = [
  {
    route: 'POST /users/password',
    operationId: 'changeExpiredPassword',
    tag: 'Account',
    summary: 'Change a password without being logged in',
    description: 'For a password that has expired; works for others too. Ends every session.',
    scopes: null,
    request: { 'application/json': NAMED_PASSWORD_CHANGE },
    answers: { 204: CHANGED, ...BODY_REFUSALS, ...WRONG, 500: problem('The service failed.') },
    examples: {
      changed: {
        summary: 'Another password',
        caller: 'a newcomer',
        body: { username: NEWCOMER.username, ...CHANGE },
        status: 204,
      },
      wrongPassword: wrongPassword({ username: NEWCOMER.username, ...CHANGE }),
      common: common({ username: NEWCOMER.username, ...CHANGE }),
      malformed,
    },
  },
  {
    route: 'POST /users/me/password',
    operationId: 'changePassword',
    tag: 'Account',
    summary: 'Change my password',
    description: 'Ends the other sessions; this one goes on.',
    scopes: [],
    request: { 'application/json': PASSWORD_CHANGE },
    answers: { 204: CHANGED, ...BODY_REFUSALS, ...BEARER_REFUSALS, 429: EITHER_LIMIT },
    examples: {
      changed: { summary: 'Another password', caller: 'a newcomer', body: CHANGE, status: 204 },
      wrongPassword: wrongPassword(CHANGE),
      common: common(CHANGE),
      malformed,
      anonymous,
    },
  },
];

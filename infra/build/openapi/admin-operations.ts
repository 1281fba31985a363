import { short, taken } from './account-refusals.ts';
import {
  ABOUT,
  ADMIN_BODY_REFUSALS,
  ADMIN_REFUSALS,
  BAD_REQUEST,
  callersRefused,
  CHANGE_REFUSALS,
  malformedBody,
  NAMED_REFUSALS,
  namedRefused,
  ONESELF,
  refusedTo,
  reservedScope,
  UNPROCESSABLE,
} from './admin-refusals.ts';
import {
  ADMINISTERED_USER,
  NAMED,
  PAGE_QUERY,
  USER_CHANGE,
  USER_CREATION,
  USER_PAGE,
  USER_SAMPLE,
} from './admin-schemas.ts';
import { ADMIN_SESSION_OPERATIONS } from './admin-session-operations.ts';
import { ADMIN_STATE_OPERATIONS } from './admin-state-operations.ts';
import { empty, json, problem } from './answers.ts';
import type { DocumentedOperation } from './operation.ts';

const ANNA = { username: 'Anna', password: 'seven green elephants sing' };

const CREATION_EXAMPLES: DocumentedOperation['examples'] = {
  created: {
    summary: 'Somebody who can log in',
    body: { ...ANNA, email: 'anna@example.com', full_name: 'Anna Roe', scopes: ['items:read'] },
    status: 201,
    answer: {
      ...USER_SAMPLE,
      username: 'anna',
      email: 'anna@example.com',
      full_name: 'Anna Roe',
      roles: [],
    },
  },
  taken: taken(ANNA),
  short: short(ANNA),
  reserved: reservedScope({ body: { ...ANNA, scopes: ['users:admin'] } }),
  malformed: malformedBody(),
  ...callersRefused(),
};

/** The routes under `/admin/users`. */
export const ADMIN_OPERATIONS: readonly DocumentedOperation[] = [
  {
    route: 'GET /admin/users',
    operationId: 'listUsers',
    tag: 'Administration',
    summary: 'All users, page by page',
    description: 'Ask again with `cursor` set to `next_cursor` until that is `null`.',
    scopes: ['users:admin'],
    query: PAGE_QUERY,
    answers: {
      200: json('A page of users.', USER_PAGE),
      400: problem('The limit or the cursor is none.'),
      ...ADMIN_REFUSALS,
    },
    examples: {
      page: {
        summary: 'One user, and there are more',
        query: { limit: '1' },
        status: 200,
        answer: {
          users: [{ ...USER_SAMPLE, roles: [], scopes: [], scopes_with_roles: [] }],
          next_cursor: 'YWZ0ZXI6bmV3Y29tZXI',
        },
      },
      limit: refusedTo(
        { summary: 'More than a page has', query: { limit: '101' } },
        BAD_REQUEST,
        'The limit is a whole number from 1 to 100.',
        'invalid_query',
      ),
      ...callersRefused(),
    },
  },
  {
    route: 'POST /admin/users',
    operationId: 'createUser',
    tag: 'Administration',
    summary: 'Make a user',
    description: 'With a password, or with `null` and one later on.',
    scopes: ['users:admin'],
    request: { 'application/json': USER_CREATION },
    answers: {
      201: json('The new user.', ADMINISTERED_USER),
      ...ADMIN_REFUSALS,
      ...ADMIN_BODY_REFUSALS,
      400: problem('The body is no JSON object.'),
      409: problem('The name is taken.'),
    },
    examples: CREATION_EXAMPLES,
  },
  {
    route: 'GET /admin/users/{username}',
    operationId: 'getUser',
    tag: 'Administration',
    summary: 'One user',
    description: 'Whoever has the name.',
    scopes: ['users:admin'],
    path: NAMED,
    answers: { 200: json('The user.', ADMINISTERED_USER), ...NAMED_REFUSALS },
    examples: {
      user: { summary: 'A user', path: ABOUT, status: 200, answer: USER_SAMPLE },
      ...namedRefused(ABOUT),
    },
  },
  {
    route: 'PATCH /admin/users/{username}',
    operationId: 'changeUser',
    tag: 'Administration',
    summary: 'Change a user',
    description:
      'Replaces what is given; `null` clears. Tokens that are out keep their scopes until they expire.',
    scopes: ['users:admin'],
    path: NAMED,
    request: { 'application/json': USER_CHANGE },
    answers: {
      200: json('The user as he is now.', ADMINISTERED_USER),
      ...CHANGE_REFUSALS,
      ...ADMIN_BODY_REFUSALS,
    },
    examples: {
      scopes: {
        summary: 'Other scopes',
        path: ABOUT,
        body: { scopes: ['items:read', 'items:write'] },
        status: 200,
        answer: {
          ...USER_SAMPLE,
          scopes: ['items:read', 'items:write'],
          scopes_with_roles: ['items:read', 'items:write'],
        },
      },
      reserved: reservedScope({ path: ABOUT, body: { scopes: ['users:admin'] } }),
      notListed: refusedTo(
        { summary: 'What can’t be changed here', path: ABOUT, body: { disabled: true } },
        UNPROCESSABLE,
        'Only email, full_name, scopes and roles can be given here.',
        'unknown_member',
      ),
      malformed: malformedBody(ABOUT),
      ...namedRefused(ABOUT, { full_name: 'Jo' }),
    },
  },
  {
    route: 'DELETE /admin/users/{username}',
    operationId: 'eraseUser',
    tag: 'Administration',
    summary: 'Erase a user',
    description: 'Deletes the user, the sessions and the known networks, for good.',
    scopes: ['users:admin'],
    path: NAMED,
    answers: { 204: empty('The user is gone.'), ...NAMED_REFUSALS },
    examples: {
      erased: { summary: 'For good', path: ABOUT, status: 204 },
      oneself: ONESELF,
      ...namedRefused(ABOUT),
    },
  },
  ...ADMIN_STATE_OPERATIONS,
  ...ADMIN_SESSION_OPERATIONS,
];

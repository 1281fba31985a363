import {
  BODY_REFUSALS,
  EITHER_LIMIT,
  anonymous,
  malformed,
  refusedAs,
  short,
  taken,
  wrongPassword,
} from './account-refusals.ts';
import { ERASURE, PROFILE_CHANGE, REGISTRATION } from './account-schemas.ts';
import { A_MACHINE, BEARER_REFUSALS, empty, json, problem, PUBLIC_REFUSALS } from './answers.ts';
import type { DocumentedOperation } from './operation.ts';
import { OWN_RECORD, OWN_RECORD_SAMPLE } from './own-record-schema.ts';
import { PASSWORD_OPERATIONS } from './password-operations.ts';
import { NEWCOMER } from './samples.ts';
import { PROFILE } from './user-operations.ts';

const JANE = { username: 'jane', password: 'correct horse battery staple' };

const SIGN_UP_EXAMPLES: DocumentedOperation['examples'] = {
  signUp: {
    summary: 'Sign up',
    body: { ...JANE, full_name: 'Jane Roe' },
    status: 201,
    answer: {
      username: 'jane',
      email: null,
      full_name: 'Jane Roe',
      disabled: false,
      scopes: ['items:read'],
      roles: [],
    },
  },
  taken: taken(JANE),
  short: short(JANE),
};

const ME = { current_password: NEWCOMER.password };

/** Signing up, and what people change, take along or erase of their own accounts. */
export const ACCOUNT_OPERATIONS: readonly DocumentedOperation[] = [
  {
    route: 'POST /users',
    operationId: 'signUp',
    tag: 'Account',
    summary: 'Sign up',
    description: 'Makes a user of anybody. It tells whether a name is taken.',
    scopes: null,
    request: { 'application/json': REGISTRATION },
    answers: {
      201: json('The new user’s profile.', PROFILE),
      ...BODY_REFUSALS,
      409: problem('The name is taken.'),
      ...PUBLIC_REFUSALS,
      429: EITHER_LIMIT,
    },
    examples: SIGN_UP_EXAMPLES,
  },
  ...PASSWORD_OPERATIONS,
  {
    route: 'PATCH /users/me',
    operationId: 'changeProfile',
    tag: 'Account',
    summary: 'Change my name or mail address',
    description: 'Nothing else can be changed here; `null` clears.',
    scopes: [],
    request: { 'application/json': PROFILE_CHANGE },
    answers: {
      200: json('The profile as it is now.', PROFILE),
      ...BODY_REFUSALS,
      ...BEARER_REFUSALS,
    },
    examples: {
      name: {
        summary: 'Another name',
        caller: 'a newcomer',
        body: { full_name: 'Jo Wanderer' },
        status: 200,
        answer: {
          username: NEWCOMER.username,
          email: 'jo@example.com',
          full_name: 'Jo Wanderer',
          disabled: false,
          scopes: ['items:read'],
          roles: ['reader'],
        },
      },
      scopes: refusedAs(
        'Scopes are nobody’s to take',
        { scopes: ['users:admin'] },
        'Only email and full_name can be given here.',
        'unknown_member',
      ),
      malformed: { ...malformed, body: { email: '\0' } },
      anonymous,
      machine: A_MACHINE,
    },
  },
  {
    route: 'GET /users/me/export',
    operationId: 'exportAccount',
    tag: 'Account',
    summary: 'What is stored of me',
    description: 'All that the tables have of the caller, but for the password’s hash.',
    scopes: [],
    answers: {
      200: json('The caller’s own record.', OWN_RECORD),
      ...BEARER_REFUSALS,
      503: BODY_REFUSALS[503],
    },
    examples: {
      record: {
        summary: 'One session',
        caller: 'a newcomer',
        status: 200,
        answer: OWN_RECORD_SAMPLE,
      },
      anonymous,
      machine: A_MACHINE,
    },
  },
  {
    route: 'POST /users/me/erasure',
    operationId: 'eraseAccount',
    tag: 'Account',
    summary: 'Erase my account',
    description: 'Deletes the user, the sessions and the login sources, for good.',
    scopes: [],
    request: { 'application/json': ERASURE },
    answers: {
      204: empty('The account is gone.'),
      ...BODY_REFUSALS,
      ...BEARER_REFUSALS,
      429: EITHER_LIMIT,
    },
    examples: {
      erased: { summary: 'For good', caller: 'a newcomer', body: ME, status: 204 },
      wrongPassword: wrongPassword(ME),
      missing: refusedAs(
        'Without the password',
        {},
        'The member current_password is missing or not of its type.',
        'invalid_member',
      ),
      malformed,
      anonymous,
    },
  },
];

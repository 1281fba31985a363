import {
  ABOUT,
  ABOUT_SESSION,
  CHANGE_REFUSALS,
  NAMED_REFUSALS,
  namedRefused,
  NOT_FOUND,
  refusedTo,
} from './admin-refusals.ts';
import { EXPORT_SAMPLE, EXPORTED_USER, NAMED, NAMED_SESSION } from './admin-schemas.ts';
import { empty, json, problem } from './answers.ts';
import type { DocumentedOperation } from './operation.ts';
import { SESSION_SAMPLE, SESSIONS } from './session-operations.ts';

/** Where users are logged in, and what is stored of them. */
export const ADMIN_SESSION_OPERATIONS: readonly DocumentedOperation[] = [
  {
    route: 'GET /admin/users/{username}/sessions',
    operationId: 'listUserSessions',
    tag: 'Administration',
    summary: 'Where a user is logged in',
    description: 'The sessions that go on.',
    scopes: ['users:admin'],
    path: NAMED,
    answers: { 200: json('The user’s sessions.', SESSIONS), ...NAMED_REFUSALS },
    examples: {
      sessions: {
        summary: 'One device',
        path: ABOUT,
        status: 200,
        answer: { sessions: [{ ...SESSION_SAMPLE, current: false }] },
      },
      ...namedRefused(ABOUT),
    },
  },
  {
    route: 'DELETE /admin/users/{username}/sessions',
    operationId: 'endUserSessions',
    tag: 'Administration',
    summary: 'Log a user out everywhere',
    description: 'Ends all sessions of the user.',
    scopes: ['users:admin'],
    path: NAMED,
    answers: { 204: empty('The user is logged out everywhere.'), ...CHANGE_REFUSALS },
    examples: {
      everywhere: { summary: 'Log out everywhere', path: ABOUT, status: 204 },
      ...namedRefused(ABOUT),
    },
  },
  {
    route: 'DELETE /admin/users/{username}/sessions/{id}',
    operationId: 'endUserSession',
    tag: 'Administration',
    summary: 'Log one device of a user out',
    description: 'Ends one session of the user.',
    scopes: ['users:admin'],
    path: NAMED_SESSION,
    answers: {
      204: empty('The session is over.'),
      ...NAMED_REFUSALS,
      404: problem('There is no user of that name, or no such session of the user.'),
    },
    examples: {
      one: { summary: 'Log one device out', path: ABOUT_SESSION, status: 204 },
      gone: refusedTo(
        {
          summary: 'A session that isn’t there',
          path: { ...ABOUT, id: 'AAAAAAAAAAAAAAAAAAAAAA' },
        },
        NOT_FOUND,
        'The user has no such session.',
        'unknown_session',
      ),
      ...namedRefused(ABOUT_SESSION),
    },
  },
  {
    route: 'GET /admin/users/{username}/export',
    operationId: 'exportUser',
    tag: 'Administration',
    summary: 'What is stored of a user',
    description: 'All that the tables have of a person, but for the password’s hash.',
    scopes: ['users:admin'],
    path: NAMED,
    answers: { 200: json('The user’s record.', EXPORTED_USER), ...NAMED_REFUSALS },
    examples: {
      record: { summary: 'One session', path: ABOUT, status: 200, answer: EXPORT_SAMPLE },
      ...namedRefused(ABOUT),
    },
  },
];

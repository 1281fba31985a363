import { short } from './account-refusals.ts';
import {
  ABOUT,
  ADMIN_BODY_REFUSALS,
  CHANGE_REFUSALS,
  FORBIDDEN,
  malformedBody,
  namedRefused,
  ONESELF,
  refusedTo,
} from './admin-refusals.ts';
import { ADMINISTERED_USER, NAMED, PASSWORD_SETTING, USER_SAMPLE } from './admin-schemas.ts';
import { json } from './answers.ts';
import type { DocumentedOperation } from './operation.ts';
import { ADMINISTRATOR, MORE_POWERFUL } from './samples.ts';

const ANSWERS: DocumentedOperation['answers'] = {
  200: json('The user as he is now.', ADMINISTERED_USER),
  ...CHANGE_REFUSALS,
};

/** A route without a body, which puts a user into another state. */
const putting = (
  action: string,
  operationId: string,
  summary: string,
  description: string,
  changed: object,
  more: DocumentedOperation['examples'] = {},
): DocumentedOperation => ({
  route: `POST /admin/users/{username}/${action}`,
  operationId,
  tag: 'Administration',
  summary,
  description,
  scopes: ['users:admin'],
  path: NAMED,
  answers: ANSWERS,
  examples: {
    done: { summary, path: ABOUT, status: 200, answer: { ...USER_SAMPLE, ...changed } },
    ...more,
    ...namedRefused(ABOUT),
  },
});

const NEW = { password: 'seven green elephants sing' };

/** Whether users can log in, and with what. */
export const ADMIN_STATE_OPERATIONS: readonly DocumentedOperation[] = [
  putting(
    'disable',
    'disableUser',
    'Lock a user out',
    'Ends all sessions, and lets the user start none.',
    { disabled: true },
    { oneself: ONESELF },
  ),
  putting('enable', 'enableUser', 'Let a user in again', 'Lets the user log in again.', {
    disabled: false,
  }),
  putting(
    'expire-password',
    'expirePassword',
    'Ask for another password',
    'Ends all sessions; the password opens none until its user changes it.',
    { password_expired: true },
  ),
  {
    route: 'PUT /admin/users/{username}/password',
    operationId: 'setPassword',
    tag: 'Administration',
    summary: 'Set a user’s password',
    description:
      'Ends all sessions. Of users who hold a reserved scope, it takes somebody who holds it, too; of oneself, `POST /users/me/password`.',
    scopes: ['users:admin'],
    path: NAMED,
    request: { 'application/json': PASSWORD_SETTING },
    answers: { ...ANSWERS, ...ADMIN_BODY_REFUSALS },
    examples: {
      set: { summary: 'Another one', path: ABOUT, body: NEW, status: 200, answer: USER_SAMPLE },
      short: short({}, ABOUT),
      powerful: refusedTo(
        { summary: 'Somebody more powerful', path: { username: MORE_POWERFUL }, body: NEW },
        FORBIDDEN,
        'The user holds a scope of the service itself that you do not hold: whoever sets the password could log in with it.',
        'more_powerful_user',
      ),
      own: refusedTo(
        { summary: 'One’s own', path: { username: ADMINISTRATOR }, body: NEW },
        FORBIDDEN,
        'Change your own password at POST /users/me/password, which takes the one that you have.',
        'own_password',
      ),
      malformed: malformedBody(ABOUT),
      ...namedRefused(ABOUT, NEW),
    },
  },
];

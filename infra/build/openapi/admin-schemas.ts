import * as z from 'zod';
import * as requests from '../../../functions/http/admin-requests.ts';
import { described } from './operation.ts';
import { OWN_RECORD, OWN_RECORD_SAMPLE } from './own-record-schema.ts';
import { NEWCOMER, SAMPLES } from './samples.ts';

const time = z.iso.datetime();
const words = z.array(z.string());

const EMAIL = 'A mail address; null for none. No mail is sent there.';
const FULL_NAME = 'At most 200 characters; null for none.';
const SCOPES = 'The whole list. Reserved scopes stay as they are, named or not.';
const ROLES =
  'The whole list. Roles that stand for reserved scopes stay as they are, named or not.';

/** What `POST /admin/users` takes. */
export const USER_CREATION = described(
  requests.USER_CREATION,
  'UserCreation',
  'A user to be made. Name and password are judged as at sign-up.',
  {
    username: 'At most 128 characters. Case does not count.',
    password: '15 characters or more; null: nobody can log in until one is set.',
    email: EMAIL,
    full_name: FULL_NAME,
    scopes: 'At most 64, no reserved one.',
    roles: 'At most 64, none that stands for a reserved scope.',
  },
);
/** What `PATCH /admin/users/{username}` takes. */
export const USER_CHANGE = described(
  requests.USER_CHANGE,
  'UserChange',
  'What is left out stays as it is.',
  { email: EMAIL, full_name: FULL_NAME, scopes: SCOPES, roles: ROLES },
);
/** What `PUT /admin/users/{username}/password` takes. */
export const PASSWORD_SETTING = described(
  requests.PASSWORD_SETTING,
  'PasswordSetting',
  'A password for somebody else.',
  { password: '15 characters or more. The answer says which rule it breaks.' },
);

const { max, default: usual } = requests.PAGE_LIMIT;

/** What `GET /admin/users` can be asked for. */
export const PAGE_QUERY = z.object({
  limit: z.int().min(1).max(max).default(usual).meta({ description: 'The most users in a page.' }),
  cursor: z.string().optional().meta({ description: 'The `next_cursor` of the page before.' }),
});

/** Whom a path is about. */
export const NAMED = z.object({
  username: z.string().meta({
    description:
      'Percent-encoded; case does not count. Names that no path carries, such as `..`, are written as `~` and the base64url of their UTF-8.',
  }),
});
/** Which session of whom. */
export const NAMED_SESSION = NAMED.extend({
  id: z.string().meta({ description: 'The session’s `id` in the list.' }),
});

/** What an administrator sees of a user. */
export const ADMINISTERED_USER = z
  .object({
    id: z.string().meta({ description: 'The `sub` of the user’s tokens.' }),
    username: z.string(),
    email: z.string().nullable(),
    full_name: z.string().nullable(),
    disabled: z.boolean(),
    roles: words,
    scopes: words.meta({ description: 'As given to the user.' }),
    scopes_with_roles: words.meta({ description: 'These, and those that the roles stand for.' }),
    password_expired: z.boolean().meta({ description: 'Whether it opens no session any more.' }),
    password_changed_at: time,
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'AdministeredUser' });

/** What `GET /admin/users` answers. */
export const USER_PAGE = z
  .object({
    users: z.array(ADMINISTERED_USER),
    next_cursor: z.string().nullable().meta({ description: 'Gets the next page; null: no more.' }),
  })
  .meta({ id: 'UserPage', description: 'Users in no order that means anything.' });

/** What `GET /admin/users/{username}/export` answers. */
export const EXPORTED_USER = OWN_RECORD.extend({
  password: OWN_RECORD.shape.password.extend({
    set: z.null().meta({ description: 'Not known here: no hash is read.' }),
  }),
}).meta({ id: 'ExportedUser' });

/** The user whom the examples are about. */
export const USER_SAMPLE = {
  id: SAMPLES.userId,
  username: NEWCOMER.username,
  email: 'jo@example.com',
  full_name: 'Jo Wanderer',
  disabled: false,
  roles: ['reader'],
  scopes: ['items:read'],
  scopes_with_roles: ['items:read'],
  password_expired: false,
  password_changed_at: SAMPLES.time,
  created_at: SAMPLES.time,
  updated_at: SAMPLES.time,
};
/** All that is stored of him. */
export const EXPORT_SAMPLE = {
  ...OWN_RECORD_SAMPLE,
  password: { ...OWN_RECORD_SAMPLE.password, set: null },
};

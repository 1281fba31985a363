import type {
  KeysUnavailableReason,
  PasswordRefusal,
  RefreshAnswer,
  RefreshRefusal,
  SecurityEvent,
} from '../../../functions/core/events/security-event.ts';
import type { PasswordRule } from '../../../functions/core/passwords/password-policy.ts';
import type { InvalidTokenReason } from '../../../functions/core/tokens/invalid-token-error.ts';

type EventName = SecurityEvent['event'];
type ReasonOf<Name, Event = SecurityEvent> = Event extends SecurityEvent
  ? Name extends Event['event']
    ? Event['reason']
    : never
  : never;

/** What a reason means, for people. */
export type Meanings<Reason extends string = string> = Readonly<Record<Reason, string>>;

const login: Meanings<PasswordRefusal> = {
  unknown_user:
    'nobody has that name; the line has no name either, since people type passwords there',
  wrong_password: 'the password is another',
  disabled: 'the password was right, the user is disabled',
  password_expired: 'the password was right, and has to be changed first',
};

const answer: Meanings<RefreshAnswer> = {
  rotated: 'the next token was given out: the everyday case',
  reused: 'the same token goes on (policy `reuse`)',
  concurrent: 'the same successor once more, for parallel tabs and retries',
  lost_reply: 'the reply before had never arrived; the session goes on',
  recovered_elsewhere: 'a lost reply, from another address and another agent: look at it',
  replayed_elsewhere: 'a retry, from another address and another agent: look at it',
};

const { theft, restored, ...refused }: Meanings<RefreshRefusal> = {
  malformed: 'no refresh token at all',
  unknown_key: 'made with a key that is gone, or was never ours',
  forged: 'it looks like ours, but nobody made it with our key',
  missing: 'there is no such session any more',
  other_client: 'the token is of another client than the one named',
  revoked: 'its client had ended the session, at `/revoke`',
  logged_out: 'the user had logged out, on this device or everywhere, or changed the password',
  disabled: 'the user is disabled',
  deleted: 'the user is gone, or another one has the name',
  expired: 'the session was idle for too long, or is too old',
  restored: 'the token is newer than the table: it came back from a backup; the session was ended',
  theft: 'the token was used by two; the session was ended for both',
  ended_by_theft: 'a `theft` before this had ended the session; that one was the alarm',
  ended_by_restore: 'a `restored` before this had ended the session; that one was the alarm',
  scope_exceeded: 'a scope was asked for that the session has not got',
  held_back: 'it would be theft, but came in too late to prove it: 503, and the session goes on',
  busy: 'the session moved at each of four attempts: 503',
  unavailable: 'a table or a key could not be read: 503, and an error line beside it',
};

const access: Meanings<InvalidTokenReason> = {
  without_bearer: 'the header has no bearer token',
  too_large: 'longer than 8 KB',
  not_compact: 'no three parts',
  not_base64url: 'not encoded as it must be',
  malformed_header: 'the header is no JSON object, or not written as ours are',
  unexpected_header_member: 'the header has a member that nobody should follow, such as `jku`',
  wrong_type: 'not of type `at+jwt`',
  malformed_key_id: 'the key id can be none of ours',
  unknown_key: 'the key is not published, or no more',
  wrong_algorithm: 'not the algorithm of its key',
  wrong_signature: 'nobody signed this with our key',
  malformed_payload: 'the payload is no JSON object',
  malformed_claim: 'a claim is missing, or of the wrong kind',
  wrong_issuer: 'of another issuer',
  wrong_audience: 'for another audience',
  expired: 'past its `exp`',
  not_yet_valid: 'before its `nbf`',
  issued_in_the_future: 'issued more than a minute ahead of our clock',
  lives_too_long: 'good for more than a day, which none of ours is',
  without_session: 'a user’s token without a session',
  session_missing: 'there is no such session any more',
  session_revoked: 'the session was ended, for whatever reason',
  session_expired: 'the session was idle for too long, or is too old',
  session_of_another_user: 'the session is another user’s',
  user_deleted: 'the user is gone, or another one has the name',
  user_disabled: 'the user is disabled',
  logged_out: 'the user has logged out everywhere, or changed the password, since',
  client_deleted: 'a machine’s token; that client is gone',
  client_disabled: 'a machine’s token; that client is disabled',
  client_tokens_ended: 'a machine’s token; its client’s tokens were ended since',
};

const keys: Meanings<KeysUnavailableReason> = {
  stale_but_used: 'those read before served once more',
  failed_closed: 'there are none young enough: the request was answered with 500 or 503',
};

const change: Meanings<ReasonOf<'key_published'>> = {
  first_keys: 'the first deploy',
  rotation: 'the schedule, or an operator’s `rotate`',
  emergency: 'an operator’s `retire --compromised` or `end-all-sessions`',
  expired: 'its last token has expired',
};

/** What an administrator does. */
const administrator = {
  by_administrator: 'by whoever `actor` names: a user, or a machine’s `client:<id>`',
};

const account_busy = 'others kept changing the account at the same time';

/** The rule that a new password breaks; docs/passwords.md has them. */
const password: Meanings<PasswordRule> = {
  password_malformed: 'the new one is no proper Unicode, or has a NUL in it',
  password_too_short: 'the new one is too short',
  password_too_long: 'the new one is too long',
  password_contains_name: "the new one has the user's name in it",
  password_contains_email: "the new one has the user's mail address in it",
  password_common: 'the new one is a common one',
};

/** The lists that several events share, by what the page calls them. */
export const LISTS: Readonly<Record<string, Meanings>> = {
  'of a refused password': login,
  'of an answered refresh': answer,
  'of a refused refresh': refused,
  'of an access token': access,
  'of unreadable keys': keys,
  'of a change of keys': change,
};

/** Every event with what it says and every reason that its type lets it have. */
export const EVENTS: {
  readonly [Name in EventName]: readonly [says: string, reasons: Meanings<ReasonOf<Name>>];
} = {
  login: ['Somebody logged in.', { signed_in: 'tokens were given out' }],
  login_refused: [
    'A login was refused: `invalid_grant`, or `invalid_scope`, or 503.',
    {
      ...login,
      scope_refused: 'the password was right, and nothing of the scope asked for can be given',
      unavailable: 'a table or a key could not be had; nothing is said of the password',
    },
  ],
  login_throttled: [
    'A password was not even looked at: 429.',
    {
      account: 'too many tries on this account, from wherever it is not known',
      source: 'too many tries from this network, on whomever it is not known to',
      known_source: 'too many tries on this account from a network where it has logged in',
    },
  ],
  login_uncounting_failed: [
    'A password was right, and its try stays counted as if it had been wrong.',
    { store_failed: 'the table could not be written to' },
  ],
  password_changed: [
    'Somebody changed the password; the other sessions ended.',
    { in_session: 'logged in', without_session: 'by name and password, as when it had expired' },
  ],
  password_change_refused: [
    'The current password, which a change of it needs, was refused, or else the new one.',
    { ...login, ...password, password_unchanged: 'the new one is the current one', account_busy },
  ],
  user_registered: ['Somebody signed up.', { self_registration: 'at `POST /users`' }],
  registration_refused: [
    'Nobody signed up.',
    {
      ...password,
      username_refused: 'nobody can sign up under such a name',
      username_taken: 'somebody has the name',
      email_refused: 'it is no mail address',
      full_name_refused: 'it is no full name',
      too_many_registrations: 'too many from this network',
    },
  ],
  profile_changed: ['A name or mail address was changed.', { by_user: 'by the user' }],
  user_erased: ['An account was erased.', { by_user: 'by the user' }],
  erasure_refused: ['The password, which erasing one’s account needs, was refused.', login],
  user_created: ['A user was made.', administrator],
  user_changed: ['A user’s name, mail address, scopes or roles were changed.', administrator],
  user_disabled: ['A user was disabled; all sessions ended.', administrator],
  user_enabled: ['A user may log in again.', administrator],
  user_password_set: ['A user’s password was set; all sessions ended.', administrator],
  user_password_expired: [
    'A user’s password opens no session until it is changed; all sessions ended.',
    administrator,
  ],
  user_deleted: ['A user was erased.', administrator],
  user_exported: ['A user’s record was read out.', administrator],
  user_sessions_ended: ['Every session of a user ended at one stroke.', administrator],
  user_session_ended: ['One session of a user was ended.', administrator],
  administration_refused: [
    'An administrator (`actor`) wanted what the API gives nobody.',
    {
      reserved_scope: 'a scope of the service itself, for somebody who does not hold it',
      reserved_role: 'a role that stands for such a scope',
      own_account: 'to disable or delete himself',
      own_password: 'to set his own password without the one that he has',
      more_powerful_user:
        'to set the password of somebody who holds a scope of the service itself that he does not',
    },
  ],
  refresh: ['Fresh tokens were given out.', answer],
  refresh_refused: ['A refresh was refused.', refused],
  refresh_alarm: ['A refresh was refused and ended the session.', { theft, restored }],
  session_revoked: [
    'A session was ended.',
    {
      revoked: 'by its client, at `/revoke`',
      logged_out: 'by its user, or found ended by a logout everywhere',
      disabled: 'its user was found disabled',
      deleted: 'its user was found gone',
      theft: 'its refresh token was used by two',
      restored: 'its refresh token was newer than the table',
      evicted: 'the user had too many; the oldest goes',
    },
  ],
  sessions_ended: [
    'Every session of a user ended at one stroke.',
    { logged_out_everywhere: 'by the user' },
  ],
  session_cleaning_failed: [
    'A login could not clear away old sessions. It succeeded all the same.',
    { store_failed: 'the table could not be read or written to' },
  ],
  revocation_ignored: [
    'A revocation changed nothing: the token was no good, or its session was over.',
    { ...access, ...refused },
  ],
  revocation_refused: [
    'A revocation was refused.',
    {
      other_client: 'the token is of another client',
      without_session: 'the token is part of no session, so there is nothing to end',
    },
  ],
  access_refused: ['The authorizer refused a token: 401.', access],
  client_refused: [
    'A client was not let in: `invalid_client` or `unauthorized_client`.',
    {
      unknown_client: 'nobody has registered it',
      missing_client_secret: 'it has a secret and brought none',
      wrong_client_secret: 'the secret is another',
      secret_of_a_public_client: 'it brought a secret and has none',
      disabled_client: 'an operator has disabled it',
      grant_not_allowed: 'it is not registered for that grant',
    },
  ],
  client_token_issued: [
    'A machine got an access token.',
    { client_credentials: 'by its own secret, for no user' },
  ],
  token_inactive: ['Introspection called a token inactive.', access],
  authorizer_failed: [
    'The authorizer could not judge a token and failed closed: 500.',
    { not_judged: 'the error line beside it says why' },
  ],
  key_set_unavailable: ['The public key set could not be read anew.', keys],
  key_ring_unavailable: ['A ring of private keys (`ring`) could not be read anew.', keys],
  key_published: ['A key of a ring is known from now on, and does not sign yet.', change],
  key_activated: ['A key signs from now on.', change],
  key_retired: ['A key signs no more.', change],
  key_dropped: ['A key is gone, and its tokens with it.', change],
  password_hash_refused: [
    'A user’s stored hash lets no password in.',
    { not_verifiable: 'it can’t be read, or would cost too much' },
  ],
  password_rehashed: [
    'A login brought a hash up to today’s parameters.',
    { parameters: 'it had others' },
  ],
  password_rehash_failed: [
    'A hash could not be brought up to today’s parameters. The next login tries again.',
    { store_failed: 'the table could not be written to' },
  ],
};

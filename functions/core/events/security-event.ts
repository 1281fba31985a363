import type { PasswordChangeRefusal, RegistrationRefusal } from '../account/account-error.ts';
import type { InvalidTokenReason } from '../tokens/invalid-token-error.ts';
import type { AdministrationEvent } from './administration-event.ts';

/** Why a refresh was answered. */
export type RefreshAnswer =
  'rotated' | 'reused' | 'concurrent' | 'lost_reply' | 'recovered_elsewhere' | 'replayed_elsewhere';

/**
 * Why a refresh was refused. The client sees `invalid_grant` for nearly all of them alike; the log
 * line says which of these it was.
 */
export type RefreshRefusal =
  | 'malformed'
  | 'unknown_key'
  | 'forged'
  | 'missing'
  | 'other_client'
  | 'revoked'
  | 'logged_out'
  | 'disabled'
  | 'deleted'
  | 'expired'
  | 'restored'
  | 'theft'
  /** The session was over already, ended by an earlier `theft` or `restored`: that one was the alarm. */
  | 'ended_by_theft'
  | 'ended_by_restore'
  /** A scope outside the session's was asked for. */
  | 'scope_exceeded'
  /**
   * It would be theft, but the request came in longer ago than half the overlap window and so proves
   * nothing. Once it is a slow network; the same session again and again is worth an alarm.
   */
  | 'held_back'
  /** The session moved at every one of our attempts. */
  | 'busy'
  /** A table or a key could not be read. */
  | 'unavailable';

/** Why a client was not let in. It sees `invalid_client`, and for the last `unauthorized_client`. */
export type ClientRefusal =
  | 'unknown_client'
  | 'missing_client_secret'
  | 'wrong_client_secret'
  | 'secret_of_a_public_client'
  | 'disabled_client'
  | 'grant_not_allowed';

/** Why a refresh ended the way it did. */
export type RefreshReason = RefreshAnswer | RefreshRefusal;

/** Why a password, and who brought it, was refused. */
export type PasswordRefusal = 'unknown_user' | 'wrong_password' | 'disabled' | 'password_expired';

/** Why a login was refused. */
export type LoginRefusal =
  | PasswordRefusal
  /** The password was right, and what it asked for can't be given. */
  | 'scope_refused'
  /** A table or a key could not be had. */
  | 'unavailable';

/** Why a login ended the way it did. */
export type LoginReason = 'signed_in' | LoginRefusal;

/** Refusals of a refresh that raise an alarm. */
export type RefreshAlarm = Extract<RefreshRefusal, 'theft' | 'restored'>;

/** Those that raise none. */
export type QuietRefusal = Exclude<RefreshRefusal, RefreshAlarm>;

/** The two rings of private keys. */
export type KeyRingName = 'signing' | 'refresh_token';

/**
 * What became of a request when keys could not be read anew.
 *
 * - `stale_but_used`: those read before are young enough, and served.
 * - `failed_closed`: there are none of an acceptable age; the answer was an error of ours.
 */
export type KeysUnavailableReason = 'stale_but_used' | 'failed_closed';

/**
 * One structured line of the security log. It never carries a token, a password, a hash or the
 * name of an unknown user (people type passwords into name fields).
 */
export type SecurityEvent = {
  readonly userId?: string;
  readonly sessionId?: string;
  readonly clientId?: string;
  readonly ip?: string;
} & (
  | { readonly event: 'login'; readonly reason: Extract<LoginReason, 'signed_in'> }
  | { readonly event: 'login_refused'; readonly reason: LoginRefusal }
  | {
      /** The current password, which a change of it needs, was refused, or else the new one. */
      readonly event: 'password_change_refused';
      readonly reason: PasswordRefusal | PasswordChangeRefusal;
    }
  | {
      readonly event: 'password_changed';
      /** `without_session`: by name and password alone, as one has to that has expired. */
      readonly reason: 'in_session' | 'without_session';
    }
  | { readonly event: 'user_registered'; readonly reason: 'self_registration' }
  | { readonly event: 'registration_refused'; readonly reason: RegistrationRefusal }
  | { readonly event: 'profile_changed'; readonly reason: 'by_user' }
  | {
      /** The password, which erasing one's account needs, was refused. */
      readonly event: 'erasure_refused';
      readonly reason: PasswordRefusal;
    }
  | { readonly event: 'user_erased'; readonly reason: 'by_user' }
  | {
      /** A password was not even looked at: too many tries on this account, or from this source. */
      readonly event: 'login_throttled';
      /** `known_source`: the tries on this account from a source that is known to it. */
      readonly reason: 'account' | 'source' | 'known_source';
    }
  | {
      /** A password was right, and its try stays counted as if it had been wrong. */
      readonly event: 'login_uncounting_failed';
      readonly reason: 'store_failed';
    }
  | { readonly event: 'refresh'; readonly reason: RefreshAnswer }
  | { readonly event: 'refresh_refused'; readonly reason: QuietRefusal }
  | {
      /** A refusal that ended the session, and that somebody has to hear of. */
      readonly event: 'refresh_alarm';
      readonly reason: RefreshAlarm;
    }
  | {
      readonly event: 'session_revoked';
      /** `revoked`: by its client, at the revocation endpoint. */
      readonly reason:
        'theft' | 'restored' | 'logged_out' | 'disabled' | 'deleted' | 'evicted' | 'revoked';
    }
  | {
      /** A revocation request changed nothing: the token was no good or its session was over. */
      readonly event: 'revocation_ignored';
      readonly reason: InvalidTokenReason | QuietRefusal;
    }
  | {
      readonly event: 'revocation_refused';
      /** `without_session`: the token is no part of a session, so there is nothing to end. */
      readonly reason: 'other_client' | 'without_session';
    }
  | {
      /** Every session of a user ended at one stroke. */
      readonly event: 'sessions_ended';
      readonly reason: 'logged_out_everywhere';
    }
  | AdministrationEvent
  | { readonly event: 'client_refused'; readonly reason: ClientRefusal }
  | { readonly event: 'client_token_issued'; readonly reason: 'client_credentials' }
  | { readonly event: 'token_inactive'; readonly reason: InvalidTokenReason }
  | { readonly event: 'access_refused'; readonly reason: InvalidTokenReason }
  | {
      /** The gateway's authorizer could not judge a token and failed closed (500). */
      readonly event: 'authorizer_failed';
      readonly reason: 'not_judged';
    }
  | {
      /** The public key set, which tokens are verified with, could not be read anew. */
      readonly event: 'key_set_unavailable';
      readonly reason: KeysUnavailableReason;
    }
  | {
      /** One of the two rings of private keys could not be read anew. */
      readonly event: 'key_ring_unavailable';
      readonly reason: KeysUnavailableReason;
      readonly ring: KeyRingName;
    }
  | {
      /** A user's stored hash can't be read or is too dear: no password will ever fit. */
      readonly event: 'password_hash_refused';
      readonly reason: 'not_verifiable';
    }
  | { readonly event: 'password_rehashed'; readonly reason: 'parameters' }
  | { readonly event: 'password_rehash_failed'; readonly reason: 'store_failed' }
  | {
      /** A login could not make room among the user's sessions; the next one tries again. */
      readonly event: 'session_cleaning_failed';
      readonly reason: 'store_failed';
    }
  | {
      readonly event: 'key_published' | 'key_activated' | 'key_retired' | 'key_dropped';
      readonly reason: 'first_keys' | 'rotation' | 'emergency' | 'expired';
      readonly keyId: string;
      readonly ring: KeyRingName;
    }
);

/** Where security events go. It must not throw. */
export interface SecurityLog {
  record(event: SecurityEvent): void;
}

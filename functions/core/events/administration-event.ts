import type { AdministrationRefusal } from '../account/account-error.ts';

/** What administrators do, and what they may not. `actor` is the `sub` of the token. */
export type AdministrationEvent =
  | {
      /** What an administrator did to a user; `actor` is the `sub` of his token. */
      readonly event:
        | 'user_created'
        | 'user_changed'
        | 'user_disabled'
        | 'user_enabled'
        | 'user_password_set'
        | 'user_password_expired'
        | 'user_deleted'
        | 'user_exported'
        | 'user_sessions_ended'
        | 'user_session_ended';
      readonly reason: 'by_administrator';
      readonly actor: string;
    }
  | {
      /** An administrator wanted what nobody may by the API, or what would raise him. */
      readonly event: 'administration_refused';
      readonly reason: AdministrationRefusal;
      readonly actor: string;
    };

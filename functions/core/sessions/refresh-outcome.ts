import type { Client } from '../clients/client.ts';
import type { RefreshAnswer, RefreshRefusal } from '../events/security-event.ts';
import type { OAuthErrorCode } from '../oauth-error.ts';
import type { User } from '../users/user.ts';
import type { Family } from './family.ts';

/** Why a refresh was answered. */
export type AnswerReason = RefreshAnswer;

/** Why a refresh was refused. */
export type RefusalReason = RefreshRefusal;

/** How a refresh ends. */
export type RefreshOutcome =
  | {
      readonly is: 'answered';
      readonly reason: AnswerReason;
      /** The answer carries this family's current generation. */
      readonly family: Family;
      readonly user: User;
      readonly client: Client;
      /** The access token's `iat`, in milliseconds: when the generation was minted. */
      readonly issuedAt: number;
    }
  | {
      readonly is: 'refused';
      readonly reason: RefusalReason;
      readonly family: Family | null;
      /** Whether this refresh ended the family. */
      readonly revoked: boolean;
    };

/** What the client is told for a true reason. */
export interface PublicRefusal {
  readonly code: OAuthErrorCode;
  readonly description: string;
}

const INVALID_GRANT = {
  code: 'invalid_grant',
  description: 'The refresh token is invalid, expired or revoked.',
} as const;
const UNAVAILABLE = {
  code: 'temporarily_unavailable',
  description: 'The service is temporarily unavailable. Try again.',
} as const;

const PUBLIC_REFUSALS: Readonly<Partial<Record<RefusalReason, PublicRefusal>>> = {
  busy: UNAVAILABLE,
  held_back: UNAVAILABLE,
  unavailable: UNAVAILABLE,
  scope_exceeded: {
    code: 'invalid_scope',
    description: 'The requested scope exceeds the scope of the session.',
  },
};

/** @returns what the client sees: every refusal that isn't its own fault to mend looks alike */
export const publicRefusal = (reason: RefusalReason): PublicRefusal =>
  PUBLIC_REFUSALS[reason] ?? INVALID_GRANT;

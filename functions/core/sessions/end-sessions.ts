import type { User } from '../users/user.ts';
import type { UserChange, UserCondition } from '../users/user-changes.ts';
import type { FamilyWrite } from './family-write.ts';
import { revokeWrite } from './revoke-write.ts';
import type { RevokeReason } from './revoke-write.ts';

/**
 * One step of a change that ends sessions, as data. The steps are taken in the order given and each
 * only if those before it held; whoever dies between two of them leaves a safe state behind.
 */
export type EndingStep =
  | {
      readonly step: 'change_user';
      /** The user must still be as it was read. */
      readonly when: UserCondition;
      readonly set: UserChange;
    }
  /** One conditional write to the family of this id; it may fail. */
  | { readonly step: 'write_family'; readonly familyId: string; readonly write: FamilyWrite }
  /** The same write to every family of the user; any may fail. It only cleans. */
  | { readonly step: 'write_families'; readonly write: FamilyWrite };

/**
 * Ends every session of a user: the epoch first, which ends them at one stroke.
 *
 * Who the user is goes by when he was made: a role that names an attribute in a condition may write it
 * as well, and the one that logs out must be able to write neither a user's id nor a password.
 */
export const logOutEverywhere = (
  user: Pick<User, 'createdAt' | 'epoch'>,
  now: number,
): readonly EndingStep[] => [
  {
    step: 'change_user',
    when: { createdAt: user.createdAt, epoch: user.epoch },
    set: { epoch: user.epoch + 1, updatedAt: now },
  },
  revokeAll('logged_out', user, now),
];

/** Disables a user and ends every session. */
export const disableUser = (user: User, now: number): readonly EndingStep[] => [
  changeUser(user, now, { disabled: true }),
  revokeAll('disabled', user, now),
];

/**
 * Changes the password, which has not expired then, and ends every session but the one it was changed
 * in.
 *
 * The user goes first, always: a family lifted to an epoch that its user has not reached yet would
 * outlive the next logging out everywhere if the change died in between.
 *
 * @param ownFamilyId the session that stays, if it is not revoked; `null` when none stays
 */
export const changePassword = (
  user: User,
  passwordHash: string,
  ownFamilyId: string | null,
  now: number,
): readonly EndingStep[] => [
  changeUser(user, now, { passwordHash, passwordChangedAt: now, passwordExpired: false }),
  ...(ownFamilyId === null ? [] : [liftFamily(ownFamilyId, user)]),
  revokeAll('logged_out', user, now),
];

/** Lets the password open no session until it is changed, and ends every session. */
export const expirePassword = (user: User, now: number): readonly EndingStep[] => [
  changeUser(user, now, { passwordExpired: true }),
  revokeAll('logged_out', user, now),
];

/** What an administrator does to a user. */
export interface AdministeredChange {
  readonly set: UserChange;
  /** What the user's sessions end for; `null`: they go on. */
  readonly ends: RevokeReason | null;
}

/**
 * Changes a user for somebody who can't read the password's hash. When he was changed last tells
 * whether he is still as he was read, so that no change is lost.
 */
export const administer = (
  user: Pick<User, 'userId' | 'epoch' | 'updatedAt'>,
  { set, ends }: AdministeredChange,
  now: number,
): readonly EndingStep[] => {
  const { userId, epoch, updatedAt } = user;
  // Later than before, even within one millisecond.
  const stamped = { ...set, updatedAt: Math.max(now, updatedAt + 1) };
  return [
    {
      step: 'change_user',
      when: { userId, epoch, updatedAt },
      set: ends === null ? stamped : { ...stamped, epoch: epoch + 1 },
    },
    ...(ends === null ? [] : [revokeAll(ends, user, now)]),
  ];
};

/** Ends one session: what a client does when its user logs out (RFC 7009). */
export const endSession = (familyId: string, now: number): readonly EndingStep[] => [
  { step: 'write_family', familyId, write: revokeWrite('logged_out', now) },
];

const changeUser = (user: User, now: number, change: UserChange): EndingStep => ({
  step: 'change_user',
  when: { userId: user.userId, epoch: user.epoch, passwordHash: user.passwordHash },
  set: { ...change, epoch: user.epoch + 1, updatedAt: now },
});

/** Only a family that was alive under the old epoch is lifted: no other may come back to life. */
const liftFamily = (familyId: string, user: User): EndingStep => ({
  step: 'write_family',
  familyId,
  write: {
    when: [{ absent: 'revokedAt' }, { equal: ['epoch', user.epoch] }],
    set: { epoch: user.epoch + 1 },
    clear: [],
  },
});

/** Marks what the new epoch has ended, and nothing that was born or lifted under it. */
const revokeAll = (reason: RevokeReason, user: Pick<User, 'epoch'>, now: number): EndingStep => ({
  step: 'write_families',
  write: revokeWrite(reason, now, [{ equal: ['epoch', user.epoch] }]),
});

import { changingPassword } from './endings.ts';
import { shipped } from './scenarios.ts';
import type { Ending, Shipped } from './world.ts';

const { rules, continueRefresh } = shipped;

/** The recovery doesn't ask whether the family was revoked since it was read. */
export const noRevokedCheckInRecovery: Shipped = {
  continueRefresh,
  rules: {
    ...rules,
    recover: (seen, moment) => {
      const write = rules.recover(seen, moment);
      const when = write.when.filter((one) => !('absent' in one && one.absent === 'revokedAt'));
      return { ...write, when };
    },
  },
};

/** Who comes back beside a recovery, from the same lost reply, recovers again. */
export const noWindowAfterRecovery: Shipped = {
  continueRefresh,
  rules: {
    ...rules,
    classify: (family, moment) =>
      rules.classify({ ...family, returnedFrom: null, returnedAt: null }, moment),
  },
};

/** What is written is stamped with the arrival instead of the clock at the write. */
export const stampedWithArrival: Shipped = {
  continueRefresh,
  rules: {
    ...rules,
    rotate: (moment) => rules.rotate({ ...moment, now: moment.arrivedAt }),
    recover: (seen, moment) => rules.recover(seen, { ...moment, now: moment.arrivedAt }),
  },
};

/** The user is asked when the rotation held, and taken for good on every other path. */
export const userReadOnRotationOnly: Shipped = {
  rules,
  continueRefresh: (state, event, now, given) => {
    if (event.is !== 'attempted' || event.written !== null) {
      return continueRefresh(state, event, now, given);
    }
    const user = event.user && { ...event.user, epoch: 0, disabled: false };
    return continueRefresh(state, { ...event, user }, now, given);
  },
};

/** A plain rotation leaves it standing who came back last. */
export const recoveredFromNotCleared: Shipped = {
  continueRefresh,
  rules: {
    ...rules,
    rotate: (moment) => {
      const write = rules.rotate(moment);
      return { ...write, clear: write.clear.filter((name) => name !== 'recoveredFrom') };
    },
  },
};

/** A password change lifts its own family before it has raised its user's epoch. */
export const familyLiftedBeforeUser: Ending = {
  ...changingPassword,
  plan: (user, familyId, now) => {
    const [change, lift, ...rest] = changingPassword.plan(user, familyId, now);
    return change && lift ? [lift, change, ...rest] : [];
  },
};

/** A request that was held back on its way is judged like one that comes just now. */
export const heldBackIsTheft: Shipped = {
  continueRefresh,
  rules: {
    ...rules,
    classify: (family, moment) => {
      const presented = rules.classify(family, moment);
      return presented === 'stale' ? 'theft' : presented;
    },
  },
};

/** Who came back after a lost reply is forgotten when the session goes on. */
export const returnForgotten: Shipped = {
  continueRefresh,
  rules: {
    ...rules,
    rotate: (moment) => {
      const write = rules.rotate(moment);
      return { ...write, clear: [...write.clear, 'returnedFrom', 'returnedAt'] };
    },
  },
};

/** A replay late in the window leaves no mark. */
export const noMarkOfLateReplays: Shipped = {
  continueRefresh,
  rules: { ...rules, needsMark: () => false },
};

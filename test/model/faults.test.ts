import { disabling, loggingOut, loggingOutEverywhere } from './endings.ts';
import { explore } from './explore.ts';
import {
  familyLiftedBeforeUser,
  heldBackIsTheft,
  noMarkOfLateReplays,
  noRevokedCheckInRecovery,
  noWindowAfterRecovery,
  recoveredFromNotCleared,
  returnForgotten,
  stampedWithArrival,
  userReadOnRotationOnly,
} from './faults.ts';
import { scenario } from './scenarios.ts';
import type { Promised, Scenario } from './world.ts';

const quiet = { ghosts: 0, resends: false } as const;
const loggedIn = 'honest clients stay logged in';

/** Each fault with the promise that it breaks; the model must see it. */
const faults: readonly (readonly [string, Promised, Scenario])[] = [
  [
    'no revoked check in the recovery write',
    'a revoked family stays as it is',
    scenario('recover', {
      ...quiet,
      endings: [loggingOut],
      burst: 2,
      shipped: noRevokedCheckInRecovery,
    }),
  ],
  [
    'no window after a recovery',
    loggedIn,
    scenario('recover', { ...quiet, tabs: 2, skews: [0], shipped: noWindowAfterRecovery }),
  ],
  [
    'the write stamped with the arrival',
    loggedIn,
    scenario('strict', { ...quiet, shipped: stampedWithArrival }),
  ],
  [
    'the user read on rotation only, when he logs out everywhere',
    'no answer after the end',
    scenario('recover', {
      ...quiet,
      endings: [loggingOutEverywhere],
      burst: 1,
      shipped: userReadOnRotationOnly,
    }),
  ],
  [
    'the user read on rotation only, when he is disabled',
    'no answer after the end',
    scenario('strict', {
      ...quiet,
      endings: [disabling],
      shipped: userReadOnRotationOnly,
    }),
  ],
  [
    'the family lifted before the user',
    'no answer after the end',
    scenario('recover', {
      ...quiet,
      endings: [familyLiftedBeforeUser, loggingOutEverywhere],
      burst: 1,
    }),
  ],
  [
    'recoveredFrom not cleared',
    loggedIn,
    scenario('recover', { ...quiet, shipped: recoveredFromNotCleared }),
  ],
  [
    'a request that was held back taken for theft',
    loggedIn,
    scenario('recover', { resends: false, burst: 2, skews: [0], shipped: heldBackIsTheft }),
  ],
  [
    'who came back forgotten when the session goes on',
    loggedIn,
    scenario('recover', { resends: false, burst: 2, skews: [0], shipped: returnForgotten }),
  ],
  [
    'no mark of late replays',
    loggedIn,
    scenario('recover', { ...quiet, tabs: 2, shipped: noMarkOfLateReplays }),
  ],
];

describe('a seeded fault turns the model red', () => {
  test.each(faults)(
    '%s',
    (_, promise, faulty) => {
      const { broken } = explore(faulty, { only: promise, stopAtFirst: true });
      expect([...broken.keys()]).toEqual([promise]);
    },
    60_000,
  );
});

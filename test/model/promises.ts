import { changingPassword, disabling, loggingOut, loggingOutEverywhere } from './endings.ts';
import { scenario } from './scenarios.ts';
import { PARALLEL, TICK } from './world.ts';
import type { Scenario } from './world.ts';

/** A scenario in which every promise holds. */
export interface Kept {
  readonly promise: string;
  readonly scenario: Scenario;
}

const POLICIES = ['recover', 'strict', 'reuse'] as const;

/** What each policy promises: no interleaving of these breaks anything. */
export const kept: readonly Kept[] = [
  ...POLICIES.map((policy) => ({
    promise: `${policy}: a client with one refresh under way stays logged in`,
    scenario: scenario(policy, { burst: 2 }),
  })),
  ...POLICIES.map((policy) => ({
    promise: `${policy}: two tabs whose parallel refreshes end within G − 4 s stay logged in`,
    scenario: scenario(policy, { tabs: 2, ghosts: 0 }),
  })),
  ...(['recover', 'strict'] as const).map((policy) => ({
    promise: `${policy}: a thief at least G + 4 s away is found`,
    scenario: scenario(policy, {
      thief: 'apart',
      steals: 1,
      stall: 4 * TICK,
      ghosts: 0,
      resends: policy === 'strict',
      burst: 2,
    }),
  })),
  ...POLICIES.flatMap((policy) =>
    [
      [loggingOut],
      [loggingOutEverywhere],
      [disabling],
      [changingPassword, loggingOutEverywhere],
    ].map((endings) => ({
      promise: `${policy}: ${endings.map(({ name }) => name).join(', then ')} ends the session for good`,
      scenario: scenario(policy, {
        endings,
        login: true,
        ghosts: 0,
        resends: false,
        burst: 1,
        // Neither stalled requests nor clocks have a part in how sessions end.
        skews: [0],
        stall: PARALLEL,
      }),
    })),
  ),
];

import type { RefreshTokenPolicy } from '../../functions/core/clients/client.ts';
import { continueRefresh } from '../../functions/core/sessions/refresh-machine.ts';
import { refreshRules } from '../../functions/core/sessions/refresh-rules.ts';
import { STALL_MAX, TICK } from './world.ts';
import type { Scenario, Shipped } from './world.ts';

export const shipped: Shipped = { continueRefresh, rules: refreshRules };

/** One client under a lock, whose requests may be lost at any point. */
export const scenario = (
  policy: RefreshTokenPolicy,
  changes: Partial<Scenario> = {},
): Scenario => ({
  policy,
  tabs: 1,
  ghosts: 1,
  skews: [-TICK, TICK],
  stall: STALL_MAX,
  resends: true,
  promptRetries: policy === 'strict',
  patientTabs: false,
  overlappingTokens: false,
  burst: 3,
  thief: 'none',
  steals: 0,
  endings: [],
  login: false,
  shipped,
  ...changes,
});

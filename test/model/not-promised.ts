import type { Search } from './explore.ts';
import { changingPassword } from './endings.ts';
import { scenario } from './scenarios.ts';
import type { Promised, Scenario, World } from './world.ts';

/** Something that a policy does not promise: the model shows the shortest way to it. */
export interface NotPromised {
  readonly what: string;
  readonly why: string;
  readonly scenario: Scenario;
  readonly sight?: NonNullable<Search['sight']>;
  readonly only?: Promised;
}

const quiet = { ghosts: 0, resends: false } as const;

/** The thief has had an answer, the victim goes on with the newest token, and nobody is found. */
const bothWereServed = ({ family, loot, stored, flights, phase }: World): boolean =>
  family?.revokedAt === null &&
  flights.length === 0 &&
  loot.length > 1 &&
  phase === 1 &&
  stored === family.generation;

export const notPromised: readonly NotPromised[] = [
  {
    what: 'strict: a lost reply that is repeated more than G later costs a login',
    why: 'the policy forgives no lost reply; that is what it is chosen for',
    scenario: scenario('strict', { ...quiet, promptRetries: false }),
  },
  {
    what: 'recover: a thief who strikes once and never returns is not found',
    why: 'one lost reply looks the same; what he took is dead once the victim has refreshed',
    scenario: scenario('recover', { ...quiet, thief: 'apart', steals: 1, burst: 2 }),
    sight: bothWereServed,
  },
  {
    what: 'recover: a thief who follows the victim inside the window is not found',
    why: 'inside the window he is a second tab; a change of address and agent is logged',
    scenario: scenario('recover', { ...quiet, thief: 'follows', steals: 1, burst: 2, skews: [0] }),
  },
  {
    what: 'recover: a thief who can copy the token again and again is not found',
    why: 'who reads the storage of the client is the client',
    scenario: scenario('recover', { ...quiet, thief: 'apart', steals: 2, burst: 2, skews: [0] }),
  },
  {
    what: 'reuse: thief and victim both go on',
    why: 'nothing rotates; the policy is for clients that can keep a secret',
    scenario: scenario('reuse', { ...quiet, thief: 'apart', steals: 1 }),
  },
  {
    what: 'recover: tabs whose parallel refreshes last longer than G − 4 s can be logged out',
    why: 'one is answered inside the window and saved after the other, which came back behind it',
    scenario: scenario('recover', { ...quiet, tabs: 2, patientTabs: true, skews: [0] }),
    only: 'honest clients stay logged in',
  },
  {
    what: 'recover: tabs that refresh a new token while an older refresh, given up or not, is under way can be logged out',
    why: 'the older one arrived behind the window and runs after the next one: our browser example takes a Web Lock',
    scenario: scenario('recover', {
      ...quiet,
      tabs: 2,
      overlappingTokens: true,
      burst: 4,
      skews: [0],
    }),
    only: 'honest clients stay logged in',
  },
  {
    what: 'a password change that dies half way, or is met by a refresh there, costs its own session',
    why: 'the user goes first; the other order would let a session outlive the next logging out',
    scenario: scenario('recover', { ...quiet, endings: [changingPassword], burst: 1 }),
    sight: ({ user, family }) => user.epoch === 1 && family?.revokedReason === 'logged_out',
  },
];

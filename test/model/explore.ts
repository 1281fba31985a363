import { movesOf } from './moves.ts';
import { stateKey } from './state-key.ts';
import { BEGINNING, LONG_AGO } from './world.ts';
import type { Promised, Scenario, World } from './world.ts';
import { aFamily, aUser } from '../fakes/session-samples.ts';

/** What an exploration has found. */
export interface Findings {
  readonly states: number;
  readonly moves: number;
  /** The shortest way to break each promise that can be broken. */
  readonly broken: ReadonlyMap<Promised, readonly string[]>;
  /** The shortest way to the sight that was looked for; `null` when it never shows. */
  readonly sighted: readonly string[] | null;
}

export const firstWorld = (scenario: Scenario): World => {
  const never = BEGINNING - LONG_AGO;
  const user = aUser({ epoch: 0, passwordHash: 'old' });
  return {
    now: BEGINNING,
    family: scenario.login
      ? null
      : aFamily({ epoch: 0, rotated: [never, 0, 0, 0, 0, 0, 0, 0], authTime: never }),
    user,
    rotatedAt: [never],
    stored: scenario.login ? null : 0,
    flights: [],
    groupStartedAt: never,
    groupRotated: false,
    loot: [],
    stealsLeft: scenario.steals,
    victimAt: never,
    thiefAt: never,
    phase: 0,
    endingsLeft: scenario.endings.map((_, index) => index),
    endingSteps: [],
    keepsOwn: false,
    ended: false,
    loginUser: null,
  };
};

/** What to look for besides broken promises, and when to stop. */
export interface Search {
  readonly sight?: (world: World) => boolean;
  /** The one promise that counts; all of them if absent. */
  readonly only?: Promised;
  /** Whether the first sight or broken promise ends the walk. */
  readonly stopAtFirst?: boolean;
  readonly limit?: number;
}

/**
 * Walks every interleaving, breadth first, so that the first way found to break a promise is a
 * shortest one. A world in which a promise is broken, or the thief has been found, is not followed
 * further.
 */
export function explore(
  scenario: Scenario,
  { sight = () => false, only, stopAtFirst = false, limit = 2_000_000 }: Search = {},
): Findings {
  const first = firstWorld(scenario);
  const seen = new Set([stateKey(first, scenario)]);
  let frontier: [World, number][] = [[first, 0]];
  const labels = ['the beginning'];
  const parents = [0];
  const broken = new Map<Promised, readonly string[]>();
  let sighted: readonly string[] | null = null;
  let moves = 0;

  const traceTo = (at: number, last: string): string[] => {
    const trace = [last];
    for (let node = at; node !== 0; node = parents[node] ?? 0) trace.unshift(labels[node] ?? '');
    return trace;
  };

  const isDone = () => stopAtFirst && (broken.size > 0 || sighted !== null);
  while (frontier.length > 0 && !isDone()) {
    const next: [World, number][] = [];
    for (const [world, node] of frontier) {
      for (const move of movesOf(world, scenario)) {
        moves += 1;
        if (move.broken !== null && (only ?? move.broken) === move.broken) {
          if (!broken.has(move.broken)) broken.set(move.broken, traceTo(node, move.label));
          continue;
        }
        const key = stateKey(move.world, scenario);
        if (seen.has(key)) continue;
        seen.add(key);
        if (seen.size > limit) throw new Error(`more than ${limit} states`);
        labels.push(move.label);
        parents.push(node);
        if (sighted === null && sight(move.world)) sighted = traceTo(node, move.label);
        if (!isOver(move.world)) next.push([move.world, labels.length - 1]);
      }
    }
    frontier = next;
  }
  return { states: seen.size, moves, broken, sighted };
}

const isOver = ({ family, flights, loot }: World): boolean =>
  family?.revokedAt != null && flights.length === 0 && loot.length > 0;

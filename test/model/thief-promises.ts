import { outcomeOf } from './flight-outcome.ts';
import type { Flight, Scenario, World } from './world.ts';

/**
 * How far the hunt has come. In phase 2 the victim's next refresh must end the session.
 *
 * 0: nothing is stolen, or the victim has not refreshed since.
 * 1: the victim has refreshed since the theft and saved the reply.
 * 2: the thief has acted since, at least G + 4 s away from the victim. Under `strict` he need not
 *    wait for the victim: each use of his that is answered counts.
 */
export function afterThief(world: World, flight: Flight, { policy }: Scenario): number {
  const isAnswered = outcomeOf(flight)?.is === 'answered';
  if (!flight.apart || !isAnswered) return world.phase;
  return world.phase === 1 || policy === 'strict' ? 2 : world.phase;
}

/** @returns the phase after the victim has saved a reply */
export const afterVictim = (world: World, flight: Flight): number =>
  world.loot.length === 0 || (world.phase === 2 && flight.apart) ? world.phase : 1;

/** @returns whether this answer to the victim should have been the end of the session */
export const mustBeFound = (world: World, flight: Flight): boolean =>
  flight.who === 'client' && flight.apart && world.phase === 2;

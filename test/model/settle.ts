import { beginRefresh } from '../../functions/core/sessions/refresh-machine.ts';
import { wouldHold } from '../fakes/apply-family-write.ts';
import { requestOf } from './request-of.ts';
import type { Flight, Scenario, World } from './world.ts';

/**
 * Takes the steps whose result is certain and that nobody else can see: a write whose condition can
 * never hold again (generations only grow, a revocation stays) fails whenever it is tried. Taking
 * them at once leaves fewer interleavings to walk, and loses none that could be told apart.
 */
export function settle(world: World, scenario: Scenario): World {
  // Where users change, the moment of reading the user beside the write matters.
  if (scenario.endings.length > 0 || world.family === null) return world;
  let changed = false;
  const flights = world.flights.map((flight) => {
    const settled = settleFlight(flight, world, scenario);
    changed ||= settled !== flight;
    return settled;
  });
  return changed ? { ...world, flights } : world;
}

function settleFlight(flight: Flight, world: World, scenario: Scenario): Flight {
  const { rules } = scenario.shipped;
  const { family, user, now } = world;
  if (family === null) return flight;
  const step = flight.step ?? beginRefresh(requestOf(flight, scenario), now, rules);
  const { effect, state } = step;
  const isWrite = effect.do === 'attempt' || effect.do === 'write';
  if (!isWrite || wouldHold(family, effect.write)) return flight;
  // Refusals are left alone: how they end is to be seen.
  if (effect.do === 'write' && state.writing !== 'recovery' && state.writing !== 'replay')
    return flight;
  const event =
    effect.do === 'attempt'
      ? ({ is: 'attempted', written: null, user } as const)
      : ({ is: 'wrote', written: null } as const);
  const next = scenario.shipped.continueRefresh(state, event, now, rules);
  if (next.effect.do === 'finish') return flight;
  return settleFlight({ ...flight, step: next, begunAt: now, resent: false }, world, scenario);
}

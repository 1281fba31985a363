import type { RefreshOutcome } from '../../functions/core/sessions/refresh-outcome.ts';
import { outcomeOf } from './flight-outcome.ts';
import type { Flight, Move, Promised, Scenario, World } from './world.ts';
import { afterThief, afterVictim, mustBeFound } from './thief-promises.ts';

/** The service has decided: what nobody waits for is gone, and what must never be answered isn't. */
export function finishFlight(
  label: string,
  world: World,
  index: number,
  outcome: RefreshOutcome,
): Move {
  const flight = world.flights[index] as Flight;
  const result =
    outcome.is === 'answered'
      ? `answered with token ${outcome.family.generation} (${outcome.reason})`
      : `refused (${outcome.reason})`;
  let broken: Promised | null = null;
  if (outcome.is === 'answered') {
    if (flight.late) broken = 'no answer after the end';
    else if (mustBeFound(world, flight)) broken = 'the thief is found';
  }
  const after = flight.awaited ? world : { ...world, flights: world.flights.toSpliced(index, 1) };
  return { label: `${label}: ${result}`, world: after, broken };
}

/** The reply reaches whoever waits for it. */
export function deliver(world: World, index: number, scenario: Scenario): Move {
  const flight = world.flights[index] as Flight;
  const outcome = outcomeOf(flight);
  const flights = world.flights.toSpliced(index, 1);
  if (flight.who === 'thief') {
    const loot =
      outcome?.is === 'answered'
        ? [...new Set([...world.loot, outcome.family.generation])]
        : world.loot;
    const phase = afterThief(world, flight, scenario);
    const next = { ...world, flights, loot, thiefAt: world.now, phase };
    return { label: 'the thief has his reply', world: next, broken: null };
  }
  const at = { ...world, flights, victimAt: world.now };
  if (outcome?.is === 'answered') {
    const stored = outcome.family.generation;
    return {
      label: `the client saves token ${stored}`,
      world: { ...at, stored, phase: afterVictim(world, flight) },
      broken: null,
    };
  }
  const loggedOut =
    outcome?.is === 'refused' &&
    outcome.reason !== 'busy' &&
    outcome.reason !== 'held_back' &&
    !isExcused(world, scenario);
  return {
    label: 'the client is told that its refresh is refused',
    world: at,
    broken: loggedOut ? 'honest clients stay logged in' : null,
  };
}

/** A thief or somebody who ends sessions is about: then a refusal is right. */
const isExcused = (world: World, scenario: Scenario): boolean =>
  world.loot.length > 0 || world.endingsLeft.length < scenario.endings.length;

import type { Family } from '../../functions/core/sessions/family.ts';
import { wouldHold } from '../fakes/apply-family-write.ts';
import { outcomeOf } from './flight-outcome.ts';
import { APART, BURST, OVERLAP, PARALLEL, TICK } from './world.ts';
import type { Flight, Scenario, World } from './world.ts';

/**
 * A text that is equal for worlds with the same future. Generations count from the family's current
 * one and times from now, so that a session which is a year old and one that has just begun are the
 * same; what lies further back than anything can ask for is one and the same.
 */
export function stateKey(world: World, scenario: Scenario): string {
  const { family, now } = world;
  const current = family?.generation ?? 0;
  const from = family?.recoveredFrom ?? null;
  const ago = (time: number, horizon: number): number => Math.min(now - time, horizon) / TICK;
  // Nothing that is under way or will come can find a time within the window that lies before this.
  const oldest = world.flights
    .filter((flight) => outcomeOf(flight) === null)
    .reduce((time, { arrivedAt }) => Math.min(time, arrivedAt), now);
  const horizon = now - oldest + OVERLAP + TICK;
  const token = (generation: number): string => {
    const age = current - generation;
    if (age <= 0) return age === 0 ? 'current' : 'new';
    const time = ago(family?.rotated[Math.min(age, 8) - 1] ?? 0, horizon);
    const back = generation === family?.returnedFrom ? ago(family.returnedAt ?? 0, horizon) : '';
    if (generation === from) return `from ${time} ${back}`;
    if (back !== '' && back * TICK !== horizon) {
      return `${age} ${time} ${back}${generation === family?.spared ? 's' : ''}`;
    }
    // Superseded before the window, only the last one of a plain rotation can still be recovered.
    if (time * TICK === horizon) {
      return age === 1 && (from === null || family?.spared === generation) ? 'last' : 'old';
    }
    return `${age} ${time}${generation === family?.spared ? 's' : ''}`;
  };

  const flights = world.flights.map((flight) => flightKey(flight, token, world)).toSorted();
  const stored = world.stored === null ? '-' : token(world.stored);
  const parts: (string | number | boolean)[] = [stored, flights.join('|')];
  if (family !== null) {
    parts.push(from === null, family.spared === null);
    if (family.replayedAt !== null) {
      parts.push(ago(family.replayedAt, now - oldest + PARALLEL + TICK));
    }
    parts.push(family.revokedAt === null);
    parts.push(ago(world.rotatedAt[scenario.burst - 1] ?? 0, BURST + TICK));
    if (scenario.promptRetries && world.stored !== null) {
      const supersededAt = world.rotatedAt[current - world.stored - 1];
      parts.push(supersededAt === undefined ? '' : ago(supersededAt, PARALLEL + TICK));
    }
  }
  if (scenario.tabs > 1 && world.flights.length > 0) {
    parts.push(ago(world.groupStartedAt, PARALLEL + TICK), world.groupRotated);
  }
  if (scenario.thief !== 'none') {
    const { loot, stealsLeft, phase, victimAt, thiefAt } = world;
    parts.push([...new Set(loot.map(token))].toSorted().join());
    parts.push(stealsLeft, phase, ago(victimAt, APART), ago(thiefAt, APART));
  }
  if (scenario.endings.length > 0) {
    parts.push(world.endingsLeft.length, world.endingSteps.length, world.ended);
    parts.push(userKey(world.user), family?.epoch ?? '-', userKey(world.loginUser));
  }
  return parts.join(';');
}

const userKey = (user: World['loginUser']): string =>
  user === null ? '-' : `${user.epoch}${user.disabled ? 'd' : ''}${user.passwordHash}`;

type TokenKey = (generation: number) => string;

function flightKey(flight: Flight, token: TokenKey, { now, family }: World): string {
  const { who, awaited, step, begunAt, late, apart, resent } = flight;
  const parts: unknown[] = [who[0], awaited, late, apart, token(flight.generation)];
  if (step?.effect.do === 'finish') {
    const { outcome } = step.effect;
    parts.push(outcome.is === 'answered' ? token(outcome.family.generation) : 'refused');
    return parts.join();
  }
  parts.push((now - flight.arrivedAt) / TICK);
  if (step === null || begunAt === null) return parts.join();
  const { effect, state } = step;
  parts.push(effect.do, state.restarts, resent);
  if (effect.do === 'attempt' || effect.do === 'write') {
    const canHold = family !== null && wouldHold(family, effect.write);
    parts.push((now - begunAt) / TICK, canHold);
    const { rotated0, replayedAt } = effect.write.set;
    const stamp = rotated0 ?? replayedAt;
    parts.push(typeof stamp === 'number' ? (now - stamp) / TICK : '', state.writing);
  }
  parts.push(familyKey(state.family, token), userKey(state.user));
  parts.push(flight.written === undefined ? '?' : familyKey(flight.written, token));
  parts.push(flight.user === undefined ? '?' : userKey(flight.user));
  return parts.join();
}

/** As much of a family that was read before as a machine may still use. */
const familyKey = (family: Family | null, token: TokenKey): string =>
  family === null ? '-' : `${token(family.generation)}e${family.epoch}`;

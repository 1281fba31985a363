import { newFamily } from '../../functions/core/sessions/new-family.ts';
import { aClient } from '../fakes/session-samples.ts';
import { outcomeOf } from './flight-outcome.ts';
import { deliver } from './outcomes.ts';
import { replaceFlight, serve, writeFamily } from './service.ts';
import { settle } from './settle.ts';
import { APART, BURST, PARALLEL, TICK } from './world.ts';
import type { Flight, Move, Scenario, World } from './world.ts';

/** Everything that can happen next. */
export function* movesOf(world: World, scenario: Scenario): Generator<Move> {
  for (const next of rawMovesOf(world, scenario)) {
    yield { ...next, world: settle(next.world, scenario) };
  }
}

function* rawMovesOf(world: World, scenario: Scenario): Generator<Move> {
  yield* clientMoves(world, scenario);
  yield* thiefMoves(world, scenario);
  for (const [index, flight] of world.flights.entries()) {
    yield* flightMoves(world, index, flight, scenario);
  }
  yield* endingMoves(world, scenario);
  yield* loginMoves(world);
  yield* timeMoves(world, scenario);
}

function* clientMoves(world: World, scenario: Scenario): Generator<Move> {
  const { stored, now, family } = world;
  if (stored === null || family === null) return;
  const mine = world.flights.filter((flight) => flight.who === 'client' && flight.awaited);
  if (mine.length >= scenario.tabs) return;
  const isSameToken = mine.every((flight) => flight.generation === stored);
  if (!isSameToken && !scenario.overlappingTokens) return;
  if (scenario.thief !== 'anywhere' && scenario.thief !== 'none' && isNear(world, 'thief')) return;
  if (stored === family.generation && isBurst(world, scenario)) return;
  const supersededAt = world.rotatedAt[family.generation - stored - 1];
  const isPrompt = supersededAt !== undefined && now - supersededAt <= PARALLEL;
  if (scenario.promptRetries && stored !== family.generation && !isPrompt) return;
  const groupStartedAt = mine.length === 0 ? now : world.groupStartedAt;
  // Whoever is under way meets this request: they are not apart.
  const others = world.flights.map((other) =>
    other.who === 'thief' ? { ...other, apart: false } : other,
  );
  const groupRotated = mine.length > 0 && world.groupRotated;
  const flight = newFlight(world, 'client', stored, !isNear(world, 'thief'));
  yield {
    label: `the client sends token ${stored}`,
    world: { ...world, groupStartedAt, groupRotated, flights: [...others, flight] },
    broken: null,
  };
}

function* thiefMoves(world: World, scenario: Scenario): Generator<Move> {
  const { stored, loot, stealsLeft } = world;
  if (stealsLeft > 0 && stored !== null && !loot.includes(stored)) {
    const next = { ...world, loot: [...loot, stored], stealsLeft: stealsLeft - 1 };
    yield { label: `the thief copies token ${stored}`, world: next, broken: null };
  }
  if (world.flights.some(({ who }) => who === 'thief')) return;
  if (isNear(world, 'client') && !mayActNear(world, scenario)) return;
  for (const generation of loot) {
    if (generation === world.family?.generation && isBurst(world, scenario)) continue;
    const flight = newFlight(world, 'thief', generation, !isNear(world, 'client'));
    const next = { ...world, flights: [...world.flights, flight] };
    yield { label: `the thief sends token ${generation}`, world: next, broken: null };
  }
}

function* flightMoves(
  world: World,
  index: number,
  flight: Flight,
  scenario: Scenario,
): Generator<Move> {
  const { who, awaited, generation } = flight;
  const name = `the ${who}'s refresh of token ${generation}`;
  if (outcomeOf(flight) === null) {
    yield* serve(world, index, scenario);
    const ghosts = world.flights.filter((other) => !other.awaited).length;
    if (who === 'client' && awaited && ghosts < scenario.ghosts) {
      const label = `the client gives up its refresh of token ${generation}`;
      yield move(label, replaceFlight(world, index, { ...flight, awaited: false }));
    }
    yield move(`${name} dies`, gone(world, index));
    return;
  }
  yield deliver(world, index, scenario);
  if (who === 'client') yield move(`the reply to ${name} is lost`, gone(world, index));
}

const gone = (world: World, index: number): World => {
  const who = world.flights[index]?.who;
  const next = replaceFlight(world, index, null);
  return who === 'thief' ? { ...next, thiefAt: world.now } : { ...next, victimAt: world.now };
};

function* endingMoves(world: World, scenario: Scenario): Generator<Move> {
  const { user, family, now } = world;
  const [step, ...rest] = world.endingSteps;
  if (step === undefined) {
    const [first, ...left] = world.endingsLeft;
    const ending = scenario.endings[first ?? -1];
    if (ending === undefined) return;
    const endingSteps = ending.plan(user, family?.familyId ?? '', now);
    const { keepsOwn } = ending;
    yield move(`${ending.name} begins`, { ...world, endingsLeft: left, endingSteps, keepsOwn });
    return;
  }
  yield move('the change dies', { ...world, endingSteps: [] });
  const next = { ...world, endingSteps: rest };
  if (step.step !== 'change_user') {
    const { world: after, broken } = writeFamily(next, step.write);
    const what = step.write.set.epoch === undefined ? 'revoked' : 'lifted';
    yield { label: `the session is ${after === next ? 'not ' : ''}${what}`, world: after, broken };
    return;
  }
  const { epoch, passwordHash = user.passwordHash } = step.when;
  const asRead = epoch === user.epoch && passwordHash === user.passwordHash;
  if (!asRead) yield move('the user has changed: the change ends', { ...world, endingSteps: [] });
  else {
    const ended = world.ended || !world.keepsOwn;
    yield move('the user changes', { ...next, user: { ...user, ...step.set }, ended });
  }
}

function* loginMoves(world: World): Generator<Move> {
  const { loginUser, user, now } = world;
  if (world.family !== null) return;
  if (loginUser === null) {
    yield move('the login reads the user', { ...world, loginUser: user, ended: false });
    return;
  }
  const family = newFamily('family', loginUser, aClient(), [], LOGIN_DEVICE, now, LIFETIMES);
  yield move('the login has a session', { ...world, family, stored: 0, rotatedAt: [now] });
}

const LOGIN_DEVICE = { ip: '192.0.2.7', userAgent: 'browser/1' };
const LIFETIMES = {
  issuer: '',
  audience: '',
  accessTokenTtlSeconds: 900,
  refreshTokenIdleTtlSeconds: 30 * 86_400,
  refreshTokenAbsoluteTtlSeconds: 90 * 86_400,
  overlapWindowSeconds: 10,
  roleScopes: {},
  scopesSupported: [],
};

function* timeMoves(world: World, scenario: Scenario): Generator<Move> {
  const now = world.now + TICK;
  const mine = world.flights.filter((flight) => flight.who === 'client' && flight.awaited);
  const isBounded = scenario.tabs > 1 && !scenario.patientTabs;
  if (isBounded && mine.length > 0 && now - world.groupStartedAt > PARALLEL) return;
  let next: World = { ...world, now };
  for (let index = world.flights.length - 1; index >= 0; index -= 1) {
    const flight = world.flights[index] as Flight;
    if (outcomeOf(flight) !== null) continue;
    const ranTooLong = isWriting(flight) && now - (flight.begunAt ?? now) > PARALLEL;
    if (ranTooLong || now - flight.arrivedAt > scenario.stall) next = gone(next, index);
  }
  yield move('2 s go by', next);
}

/** Its next step may change the family: the function's time limit bounds how late that can be. */
const isWriting = ({ step }: Flight): boolean =>
  step?.effect.do === 'attempt' || step?.effect.do === 'write';

const newFlight = (
  world: World,
  who: Flight['who'],
  generation: number,
  apart: boolean,
): Flight => ({
  who,
  generation,
  arrivedAt: world.now,
  begunAt: null,
  awaited: true,
  step: null,
  written: undefined,
  user: undefined,
  resent: false,
  late: world.ended,
  apart,
});

const mayActNear = ({ flights, now, victimAt }: World, { thief }: Scenario): boolean =>
  thief === 'anywhere' || (thief === 'follows' && flights.length === 0 && now - victimAt <= TICK);

/** So many rotations lie within 12 s that whoever has the newest token waits. */
const isBurst = ({ now, rotatedAt }: World, { burst }: Scenario): boolean =>
  now - (rotatedAt[burst - 1] ?? 0) <= BURST;

/** Whether the other party has a request under way, or had one less than G + 4 s ago. */
const isNear = (world: World, who: Flight['who']): boolean =>
  world.flights.some((flight) => flight.who === who) ||
  world.now - (who === 'thief' ? world.thiefAt : world.victimAt) < APART;

const move = (label: string, world: World): Move => ({ label, world, broken: null });

import type { FamilyWrite } from '../../functions/core/sessions/family-write.ts';
import type { Family } from '../../functions/core/sessions/family.ts';
import { beginRefresh } from '../../functions/core/sessions/refresh-machine.ts';
import type { RefreshEvent, RefreshStep } from '../../functions/core/sessions/refresh-step.ts';
import { applyFamilyWrite } from '../fakes/apply-family-write.ts';
import { finishFlight } from './outcomes.ts';
import { requestOf } from './request-of.ts';
import type { Flight, Move, Promised, Scenario, World } from './world.ts';

export const replaceFlight = (world: World, index: number, flight: Flight | null): World => ({
  ...world,
  flights: flight === null ? world.flights.toSpliced(index, 1) : world.flights.with(index, flight),
});

/** What the table does with a write, and what that says about the promises. */
export function writeFamily(
  world: World,
  write: FamilyWrite,
  by: Flight | null = null,
): { readonly world: World; readonly written: Family | null; readonly broken: Promised | null } {
  const { family } = world;
  const written = family === null ? null : applyFamilyWrite(family, write);
  if (family === null || written === null) return { world, written, broken: null };
  const ended = world.ended || written.revokedAt !== null;
  const next = { ...world, family: written, ended };
  if (family.revokedAt !== null) {
    return { world: next, written, broken: 'a revoked family stays as it is' };
  }
  if (written.generation === family.generation) return { world: next, written, broken: null };
  const rotatedAt = [by?.begunAt ?? world.now, ...world.rotatedAt.slice(0, 7)];
  const isOfGroup = by?.who === 'client' && by.awaited;
  const broken = isOfGroup && world.groupRotated ? 'parallel refreshes rotate once' : null;
  const groupRotated = world.groupRotated || isOfGroup;
  return { world: { ...next, rotatedAt, groupRotated }, written, broken };
}

/** Every way in which the service can take a request one step further. */
export function* serve(world: World, index: number, scenario: Scenario): Generator<Move> {
  const flight = world.flights[index] as Flight;
  const name = `the ${flight.who}'s ${flight.awaited ? 'refresh' : 'given-up refresh'} of token ${flight.generation}`;
  if (flight.step === null) {
    for (const skew of scenario.skews) {
      const { rules } = scenario.shipped;
      const step = beginRefresh(requestOf(flight, scenario), world.now + skew, rules);
      const begun = { ...flight, begunAt: world.now, step };
      yield still(`${name} begins${clockOf(step, skew)}`, replaceFlight(world, index, begun));
    }
    return;
  }
  const { effect } = flight.step;
  const withUserApart = scenario.endings.length > 0;
  if (effect.do === 'read') {
    const event = { is: 'read', family: world.family } as const;
    yield* proceed(`${name} reads the family`, world, index, scenario, event);
  } else if (effect.do === 'attempt' && withUserApart && flight.user === undefined) {
    const read = { ...flight, user: world.user };
    yield* join(`${name} reads the user`, replaceFlight(world, index, read), index, scenario);
  }
  if (effect.do !== 'attempt' && effect.do !== 'write') return;
  if (effect.do === 'attempt' && flight.written !== undefined) return;
  const { world: after, written, broken } = writeFamily(world, effect.write, flight);
  const verb = written === null ? 'fails to write' : 'writes';
  if (broken !== null) yield { label: `${name} ${verb}`, world: after, broken };
  if (scenario.resends && !flight.resent && written !== null) {
    const resent = replaceFlight(after, index, { ...flight, resent: true });
    yield still(`${name} ${verb}; the acknowledgement is lost`, resent);
  }
  if (effect.do === 'write') {
    yield* proceed(`${name} ${verb}`, after, index, scenario, { is: 'wrote', written });
    return;
  }
  const user = withUserApart ? flight.user : world.user;
  const half = replaceFlight(after, index, { ...flight, written, user });
  yield* join(`${name} ${verb}`, half, index, scenario);
}

/** Goes on when both halves of an attempt are back. */
function* join(label: string, world: World, index: number, scenario: Scenario): Generator<Move> {
  const { written, user } = world.flights[index] as Flight;
  if (written === undefined || user === undefined) yield still(label, world);
  else yield* proceed(label, world, index, scenario, { is: 'attempted', written, user });
}

function* proceed(
  label: string,
  world: World,
  index: number,
  { shipped, skews }: Scenario,
  event: RefreshEvent,
): Generator<Move> {
  const flight = world.flights[index] as Flight;
  if (flight.step === null) return;
  for (const skew of skews) {
    const now = world.now + skew;
    const step = shipped.continueRefresh(flight.step.state, event, now, shipped.rules);
    const next = { ...flight, step, ...FRESH, begunAt: world.now };
    const moved = replaceFlight(world, index, next);
    if (step.effect.do === 'finish') {
      yield finishFlight(label, moved, index, step.effect.outcome);
      return;
    }
    yield still(`${label}${clockOf(step, skew)}`, moved);
    if (step.effect.do === 'read') return;
  }
}

const FRESH = { written: undefined, user: undefined, resent: false };

const clockOf = ({ effect }: RefreshStep, skew: number): string =>
  effect.do === 'attempt' || effect.do === 'write'
    ? `, stamping by a clock ${skew === 0 ? 'that is right' : `2 s ${skew < 0 ? 'slow' : 'fast'}`}`
    : '';

const still = (label: string, world: World): Move => ({ label, world, broken: null });

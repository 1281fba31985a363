import { firstWorld } from './explore.ts';
import { movesOf } from './moves.ts';
import { APART, OVERLAP } from './world.ts';
import type { Move, Promised, Scenario, World } from './world.ts';

/** How a history went. */
export interface History {
  readonly broken: Promised | null;
  readonly trace: readonly string[];
  readonly last: World;
  /** How often the thief and the client were given tokens. */
  readonly thiefServed: number;
  readonly clientServed: number;
}

/** What a thief wants to do next: the generation he sends, `null` to wait. */
export type Strategy = (world: World) => number | null;

const newest = (world: World): number => Math.max(...world.loot);
const isApart = ({ now, victimAt }: World): boolean => now - victimAt >= APART;

/** The ways of a thief. */
export const strategies: Readonly<Record<string, Strategy>> = {
  'spins, with the newest token he has': (world) => (isApart(world) ? newest(world) : null),
  'follows inside the window': (world) =>
    world.now - world.victimAt < OVERLAP && world.victimAt > world.thiefAt ? newest(world) : null,
  'strikes once': (world) => (isApart(world) && world.loot.length === 1 ? newest(world) : null),
  'recovers again with the token he stole': (world) =>
    isApart(world) ? (world.loot[0] ?? null) : null,
  'tries everything he has': (world) =>
    world.loot[(world.now / 2000) % Math.max(1, world.loot.length)] ?? null,
};

/** Numbers between 0 and 1 that a seed decides (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** How likely a move is against the others: lost replies and crashes are rare, time flies. */
function weightOf({ label }: Move, world: World, strategy: Strategy | null): number {
  if (label.startsWith('the thief sends')) {
    const wanted = strategy !== null && world.loot.length > 0 ? strategy(world) : null;
    return label === `the thief sends token ${wanted}` ? 12 : 0;
  }
  if (label.startsWith('the thief copies')) return 1;
  if (label === '2 s go by') return world.flights.length === 0 ? 8 : 2;
  if (/dies|is lost|gives up|begins$/.test(label)) return 0.5;
  return 3;
}

/** One history of so many moves, which the seed decides. */
export function randomHistory(
  scenario: Scenario,
  seed: number,
  length: number,
  strategy: Strategy | null = null,
): History {
  const random = randomFrom(seed);
  let world = firstWorld(scenario);
  const trace: string[] = [];
  let thiefServed = 0;
  let clientServed = 0;
  for (let step = 0; step < length; step += 1) {
    const moves = [...movesOf(world, scenario)];
    const weights = moves.map((move) => weightOf(move, world, strategy));
    let point = random() * weights.reduce((sum, weight) => sum + weight, 0);
    const at = weights.findIndex((weight) => (point -= weight) < 0);
    const move = moves[at] ?? moves.at(-1);
    if (move === undefined) break;
    trace.push(move.label);
    if (move.broken !== null) {
      return { broken: move.broken, trace, last: world, thiefServed, clientServed };
    }
    if (move.world.loot.length > world.loot.length && world.loot.length > 0) thiefServed += 1;
    if (move.label.startsWith('the client saves')) clientServed += 1;
    world = move.world;
  }
  return { broken: null, trace, last: world, thiefServed, clientServed };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startService } from '../e2e/running-service.ts';
import { createHonestClient, type Habits, type HonestClient } from './honest-client.ts';
import { freePort, startKillableEdition } from './killable-edition.ts';
import { presentDelivered } from './present-delivered.ts';

/** What a soak did, and what it found. */
export interface SoakReport {
  readonly kills: number;
  /** How many of the kills came before the edition took requests. */
  readonly killsWhileStarting: number;
  readonly clients: number;
  readonly refreshes: number;
  /** Requests that got no answer, or a 5xx, though they were on their way. */
  readonly lostReplies: number;
  /** Replies that were lost and missed for longer than the overlap window. */
  readonly recoveries: number;
  readonly tokensPresented: number;
  /** One line a broken promise; empty when all of them held. */
  readonly broken: readonly string[];
}

/** How long an edition lives under load, at most; a start takes a second or two. */
const LIFE_MILLIS = 1500;
const START_MILLIS = 1200;
/** One kill in ten doesn't wait for the start to end. */
const EARLY_KILLS = 0.1;
/** Past the overlap window, in which a token may be presented again. */
const LATER_MILLIS = 15_000;

/** Half of the replies that were lost on their way are missed for longer than the overlap window. */
const sometimesLate = (onItsWay: boolean): number =>
  onItsWay && Math.random() < 0.5 ? 11_000 : 50 + Math.random() * 500;
const HABITS: readonly Habits[] = [
  { tabs: 1, restMillis: 20, patienceMillis: () => 50 },
  { tabs: 1, restMillis: 200, patienceMillis: sometimesLate },
  { tabs: 2, restMillis: 200, patienceMillis: sometimesLate },
  { tabs: 2, restMillis: 20, patienceMillis: () => 100 },
];

/**
 * Kills the whole local edition (`kill -9`) at random moments while clients refresh, starts it again
 * on the same data each time, and presents every token that was ever delivered afterwards.
 *
 * @param options.kills how many times
 * @param options.clients how many sessions refresh meanwhile
 * @param options.onProgress called after each kill, and once before the tokens are presented
 */
export async function soakUnderKills(options: {
  readonly kills: number;
  readonly clients: number;
  readonly onProgress?: (line: string) => void;
}): Promise<SoakReport> {
  const { kills, onProgress = () => {} } = options;
  const dataDirectory = mkdtempSync(join(tmpdir(), 'latchkey-soak-'));
  const port = await freePort();
  let edition = startKillableEdition(dataDirectory, port);
  try {
    await edition.ready;
    const clients: HonestClient[] = [];
    for (let index = 0; index < options.clients; index++) {
      const habits = HABITS[index % HABITS.length] as Habits;
      clients.push(await createHonestClient(`http://localhost:${port}`, habits));
    }
    const load = Promise.all(clients.map((client) => client.run()));
    let killsWhileStarting = 0;
    for (let kill = 1; kill <= kills; kill++) {
      const early = kill > 1 && Math.random() < EARLY_KILLS;
      if (early) killsWhileStarting++;
      else await edition.ready;
      await wait(Math.random() * (early ? START_MILLIS : LIFE_MILLIS));
      await edition.kill();
      edition = startKillableEdition(dataDirectory, port);
      const refreshes = sum(clients.map(({ delivered }) => delivered.length - 1));
      const out = clients.filter(({ lockedOut }) => lockedOut !== null).length;
      onProgress(`kill ${kill} of ${kills}: ${refreshes} refreshes, ${out} locked out`);
    }
    await edition.ready;
    for (const client of clients) client.stop();
    await load;
    await edition.kill();
    return {
      kills,
      killsWhileStarting,
      clients: clients.length,
      ...(await takeStock(clients, { dataDirectory, port, onProgress })),
    };
  } finally {
    await edition.kill();
    rmSync(dataDirectory, { recursive: true, force: true });
  }
}

/** Starts once more, lets every client refresh, and then presents every token. */
async function takeStock(
  clients: readonly HonestClient[],
  {
    onProgress,
    ...place
  }: { dataDirectory: string; port: number; onProgress: (line: string) => void },
): Promise<Omit<SoakReport, 'kills' | 'killsWhileStarting' | 'clients'>> {
  const service = await startService({ adjustableClock: true, ...place });
  try {
    // Twice: the second one follows a delivered reply, whatever the first one follows.
    for (const client of [...clients, ...clients]) await client.refreshOnce();
    const lockedOut = clients.flatMap(({ lockedOut: why }) => why ?? []);
    const tokens = sum(clients.map(({ delivered }) => delivered.length));
    onProgress(`presenting ${tokens} tokens`);
    service.advance(LATER_MILLIS);
    const presented = await Promise.all(
      clients
        .filter((client) => client.lockedOut === null)
        .map(({ delivered }) => presentDelivered(service, delivered)),
    );
    return {
      refreshes: tokens - clients.length,
      lostReplies: sum(clients.map(({ lostReplies }) => lostReplies)),
      recoveries: sum(presented.map(({ recoveries }) => recoveries)),
      tokensPresented: tokens,
      broken: [
        ...lockedOut.map((why) => `a user was locked out: ${why}`),
        ...presented.flatMap(({ broken }) => broken),
      ],
    };
  } finally {
    await service.stop();
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

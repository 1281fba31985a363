import { generationOf, SessionBench } from '../../fakes/session-bench.ts';
import { aClient } from '../../fakes/session-samples.ts';

/** Requests that run late, or beside others at the very end of the window. */
describe('refreshSession', () => {
  let bench: SessionBench;
  let first: string;
  beforeEach(async () => {
    bench = new SessionBench();
    first = (await bench.logIn()).refresh_token;
    bench.after(600);
  });

  it('knows a request that came in beside a recovery after the session has gone on', async () => {
    await bench.refresh(first);
    bench.after(15);
    const stuck = bench.now;
    const second = (await bench.refresh(first)).refresh_token;
    await bench.refresh(second);
    bench.after(2);
    expect(await bench.fate(first, { arrivedAt: stuck })).toBe('answered');
    bench.after(15);
    expect(await bench.fate(first)).toBe('invalid_grant: theft');
  });

  it('takes no request for theft that was held back on its way, and asks to try again', async () => {
    const second = (await bench.refresh(first)).refresh_token;
    bench.after(15);
    await bench.refresh(second);
    bench.after(15);
    const heldBack = { arrivedAt: bench.now - 5001 };
    expect(await bench.fate(first, heldBack)).toBe('temporarily_unavailable: held_back');
    expect(bench.events.at(-1)).toMatchObject({ event: 'refresh_refused', reason: 'held_back' });
    expect((await bench.family(first))?.revokedAt).toBeNull();
    const quick = { arrivedAt: bench.now - 5000 };
    expect(await bench.fate(first, quick)).toBe('invalid_grant: theft');
  });

  it('writes nothing for a replay early in the window, and a mark for one late in it', async () => {
    await bench.refresh(first);
    bench.after(4);
    await bench.refresh(first);
    expect((await bench.family(first))?.replayedAt).toBeNull();
    bench.after(1);
    await bench.refresh(first);
    expect((await bench.family(first))?.replayedAt).toBe(bench.now);
  });

  it('writes one mark for many replays at once', async () => {
    await bench.refresh(first);
    bench.after(9);
    let marks = 0;
    const write = bench.families.write.bind(bench.families);
    bench.families.write = async (key, one) => {
      const written = await write(key, one);
      if (written !== null && one.set.replayedAt !== undefined) marks += 1;
      return written;
    };
    const answers = await Promise.all(Array.from({ length: 200 }, () => bench.refresh(first)));
    expect(new Set(answers.map(generationOf))).toEqual(new Set([1]));
    expect(marks).toBe(1);
  });

  it('lets a client come back with a replay beside which another tab recovered', async () => {
    await bench.refresh(first);
    bench.after(9);
    const replayed = (await bench.refresh(first)).refresh_token;
    bench.after(3);
    expect(generationOf(await bench.refresh(first))).toBe(2);
    bench.after(15);
    expect(generationOf(await bench.refresh(replayed))).toBe(3);
    expect(bench.lastReason).toBe('lost_reply');
  });

  it('spares no orphan that was replayed long before the recovery', async () => {
    await bench.refresh(first);
    bench.after(5);
    const replayed = (await bench.refresh(first)).refresh_token;
    bench.after(10);
    await bench.refresh(first);
    bench.after(15);
    expect(await bench.fate(replayed)).toBe('invalid_grant: theft');
  });

  it('spares nothing under the strict policy', async () => {
    bench.clients[0] = aClient({ refreshTokenPolicy: 'strict' });
    await bench.refresh(first);
    bench.after(9);
    await bench.refresh(first);
    expect((await bench.family(first))?.replayedAt).toBeNull();
    bench.after(2);
    expect(await bench.fate(first)).toBe('invalid_grant: theft');
  });
});

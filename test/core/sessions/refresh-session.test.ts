import { forge, generationOf, SessionBench } from '../../fakes/session-bench.ts';
import { aClient, aUser } from '../../fakes/session-samples.ts';

describe('refreshSession', () => {
  let bench: SessionBench;
  let first: string;
  beforeEach(async () => {
    bench = new SessionBench();
    first = (await bench.logIn()).refresh_token;
    bench.after(600);
  });

  it('rotates: the next token works, and so on', async () => {
    let token = first;
    for (let generation = 1; generation <= 20; generation += 1) {
      const response = await bench.refresh(token);
      expect(generationOf(response)).toBe(generation);
      token = response.refresh_token;
      bench.after(600);
    }
    expect(bench.lastReason).toBe('rotated');
  });

  it('gives out the same answer again within the overlap, counting down', async () => {
    const one = await bench.refresh(first);
    bench.after(10);
    const two = await bench.refresh(first);
    expect(two.refresh_token).toBe(one.refresh_token);
    expect(two.expires_in).toBe(one.expires_in - 10);
    expect(bench.lastReason).toBe('concurrent');
  });

  it('makes one successor of 200 parallel refreshes', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => bench.refresh(first)));
    expect(new Set(answers.map((answer) => answer.refresh_token)).size).toBe(1);
    expect((await bench.family(first))?.generation).toBe(1);
  });

  it('makes one successor of 200 parallel refreshes after a lost reply', async () => {
    await bench.refresh(first);
    bench.after(15);
    const answers = await Promise.all(Array.from({ length: 200 }, () => bench.refresh(first)));
    expect(new Set(answers.map((answer) => answer.refresh_token)).size).toBe(1);
    expect((await bench.family(first))?.generation).toBe(2);
  });

  it('survives any number of lost replies in a row', async () => {
    for (let lost = 1; lost <= 12; lost += 1) {
      expect(generationOf(await bench.refresh(first))).toBe(lost);
      bench.after(15);
    }
    expect(bench.lastReason).toBe('lost_reply');
    const { refresh_token } = await bench.refresh(first);
    bench.after(600);
    expect(await bench.fate(refresh_token)).toBe('answered');
    expect((await bench.family(first))?.recoveredFrom).toBeNull();
  });

  it('survives a lost reply again after a good rotation', async () => {
    await bench.refresh(first);
    bench.after(15);
    let token = (await bench.refresh(first)).refresh_token;
    bench.after(15);
    token = (await bench.refresh(token)).refresh_token;
    bench.after(15);
    await bench.refresh(token);
    bench.after(15);
    expect(await bench.fate(token)).toBe('answered');
  });

  it('takes a fork for theft and ends the session for both', async () => {
    const second = (await bench.refresh(first)).refresh_token;
    bench.after(15);
    const third = (await bench.refresh(second)).refresh_token;
    bench.after(15);
    expect(await bench.fate(first)).toBe('invalid_grant: theft');
    expect(bench.events.slice(-2)).toMatchObject([
      { event: 'session_revoked', reason: 'theft', userId: aUser().userId },
      { event: 'refresh_alarm', reason: 'theft', ip: '192.0.2.7', clientId: 'web' },
    ]);
    const alarms = () => bench.events.filter(({ event }) => event === 'refresh_alarm');
    for (const token of [third, first, second]) {
      expect(await bench.fate(token)).toBe('invalid_grant: ended_by_theft');
      expect(bench.events.at(-1)).toMatchObject({ event: 'refresh_refused' });
    }
    expect(alarms()).toHaveLength(1);
  });

  it('takes the orphan of a recovery for theft', async () => {
    const orphan = (await bench.refresh(first)).refresh_token;
    bench.after(15);
    await bench.refresh(first);
    bench.after(15);
    expect(await bench.fate(orphan)).toBe('invalid_grant: theft');
  });

  it('takes a token for theft that its eight rotation times do not reach', async () => {
    let token = first;
    for (let count = 0; count < 9; count += 1) {
      token = (await bench.refresh(token)).refresh_token;
      bench.after(2);
    }
    expect(await bench.fate(first)).toBe('invalid_grant: theft');
  });

  it('knows when each of the last eight was superseded', async () => {
    const tokens = [first];
    for (let count = 0; count < 8; count += 1) {
      tokens.push((await bench.refresh(tokens.at(-1)!)).refresh_token);
      bench.after(1);
    }
    expect((await bench.refresh(first)).refresh_token).toBe(tokens[8]);
    bench.after(3);
    expect((await bench.refresh(tokens[1]!)).refresh_token).toBe(tokens[8]);
    expect(await bench.fate(first)).toBe('invalid_grant: theft');
  });

  it('serves a slow tab among twenty quick ones', async () => {
    let token = first;
    for (let count = 0; count < 20; count += 1) token = (await bench.refresh(token)).refresh_token;
    expect((await bench.refresh(first)).refresh_token).toBe(token);
  });

  it('ends the session of a token that is newer than the table', async () => {
    const backup = await bench.family(first);
    const second = (await bench.refresh(first)).refresh_token;
    if (backup) bench.families.restore(backup, backup);
    bench.after(600);
    expect(await bench.fate(second)).toBe('invalid_grant: restored');
    expect(bench.events.at(-1)).toMatchObject({ event: 'refresh_alarm', reason: 'restored' });
    expect(await bench.fate(first)).toBe('invalid_grant: ended_by_restore');
    expect(bench.events.at(-1)).toMatchObject({ event: 'refresh_refused' });
  });

  it('judges what is presented by its arrival, and stamps what it writes by the clock', async () => {
    const arrivedAt = bench.now;
    await bench.refresh(first);
    bench.after(25);
    expect(await bench.fate(first, { arrivedAt })).toBe('answered');
    expect(bench.lastReason).toBe('concurrent');
    expect(await bench.fate(first, { arrivedAt: bench.now - 10_000 })).toBe('answered');
    expect((await bench.family(first))?.generation).toBe(2);
    expect((await bench.family(first))?.rotated[0]).toBe(bench.now);
  });

  it('takes a rotation that lies ahead of the arrival for one within the overlap', async () => {
    const second = await bench.refresh(first);
    const answer = await bench.refresh(first, { arrivedAt: bench.now - 3_000_000 });
    expect(answer.refresh_token).toBe(second.refresh_token);
  });

  it('says from where a lost reply or a replay came if neither address nor agent fits', async () => {
    const elsewhere = { device: { ip: '203.0.113.9', userAgent: 'curl/8' } };
    await bench.refresh(first);
    await bench.refresh(first, elsewhere);
    expect(bench.lastReason).toBe('replayed_elsewhere');
    await bench.refresh(first, { device: { ip: '203.0.113.9', userAgent: 'browser/1' } });
    expect(bench.lastReason).toBe('concurrent');
    bench.after(15);
    await bench.refresh(first, elsewhere);
    expect(bench.lastReason).toBe('recovered_elsewhere');
    expect((await bench.family(first))?.device).toEqual(elsewhere.device);
  });

  it('refuses after the idle lifetime', async () => {
    bench.after(30 * 86_400 - 600);
    expect(await bench.fate(first)).toBe('invalid_grant: expired');
    bench.now -= 1;
    expect(await bench.fate(first)).toBe('answered');
  });

  it('refuses after the absolute lifetime, however busy the session was', async () => {
    let token = first;
    bench.after(-600);
    for (let day = 0; day < 80; day += 20) {
      bench.after(20 * 86_400);
      token = (await bench.refresh(token)).refresh_token;
    }
    bench.after(10 * 86_400);
    expect(await bench.fate(token)).toBe('invalid_grant: expired');
    bench.now -= 1;
    expect(await bench.fate(token)).toBe('answered');
  });

  it('refuses a family that is not in the table', async () => {
    const family = await bench.family(first);
    if (family) bench.families.restore(family, null);
    expect(await bench.fate(first)).toBe('invalid_grant: missing');
    // The MAC vouches for the session's id, and for no user's.
    expect(bench.events.at(-1)).toEqual({
      event: 'refresh_refused',
      reason: 'missing',
      sessionId: family?.familyId,
      ip: '192.0.2.7',
    });
  });

  it('neither forgives a lost reply nor a fork when the policy is strict', async () => {
    bench.clients[0] = aClient({ refreshTokenPolicy: 'strict' });
    const { refresh_token } = await bench.refresh(first);
    expect(await bench.fate(first)).toBe('answered');
    bench.after(11);
    expect(await bench.fate(first)).toBe('invalid_grant: theft');
    expect(await bench.fate(refresh_token)).toBe('invalid_grant: ended_by_theft');
  });

  it('keeps the token when the policy is reuse, with a fresh access token each time', async () => {
    bench.clients[0] = aClient({ refreshTokenPolicy: 'reuse' });
    const one = await bench.refresh(first);
    bench.after(29 * 86_400);
    const two = await bench.refresh(first);
    bench.after(29 * 86_400);
    const three = await bench.refresh(first);
    expect([one, two, three].map((answer) => answer.refresh_token)).toEqual([first, first, first]);
    expect(three.expires_in).toBe(900);
    expect(three.access_token).not.toBe(two.access_token);
    expect(bench.lastReason).toBe('reused');
  });

  it('lets a client go on whose policy became reuse after a rotation', async () => {
    const second = (await bench.refresh(first)).refresh_token;
    bench.clients[0] = aClient({ refreshTokenPolicy: 'reuse' });
    bench.after(600);
    expect((await bench.refresh(second)).refresh_token).toBe(second);
  });

  it('costs no database call for garbage, and says why in the log', async () => {
    const calls = bench.families.calls + bench.users.calls;
    const foreign = new SessionBench();
    foreign.macKeys[0] = {
      ...bench.macKeys[0]!,
      secret: Buffer.alloc(32, 1).toString('base64url'),
    };
    const forged = (await foreign.logIn()).refresh_token;
    foreign.macKeys[0] = { ...bench.macKeys[0]!, kid: 'mac-9' };
    const unknown = (await foreign.logIn()).refresh_token;
    expect(await bench.fate('garbage')).toBe('invalid_grant: malformed');
    expect(await bench.fate(unknown)).toBe('invalid_grant: unknown_key');
    expect(await bench.fate(forged)).toBe('invalid_grant: forged');
    expect(bench.families.calls + bench.users.calls).toBe(calls);
    expect(bench.lastReason).toBe('forged');
  });

  it('refuses a token of another user for the same family', async () => {
    const stolen = forge(first, { username: 'jane' });
    expect(await bench.fate(stolen)).toBe('invalid_grant: missing');
  });
});

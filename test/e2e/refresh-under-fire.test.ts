import { setTimeout } from 'node:timers/promises';
import { getWith, logIn, refreshAt, type Answer } from './oauth-requests.ts';
import { refreshStorm } from './refresh-storm.ts';
import { startService, type RunningService } from './running-service.ts';

const OVERLAP_WINDOW_MILLIS = 10_000;
/** Past the overlap window: the reply was lost for good. */
const LATER_MILLIS = OVERLAP_WINDOW_MILLIS + 5_000;

const claimsOf = (accessToken: unknown): string => String(accessToken).split('.')[1] ?? '';

const successorOf = (answer: Answer): string => String(answer.json['refresh_token']);

describe('refresh under fire', () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService({ adjustableClock: true });
  }, 60_000);
  afterAll(() => service.stop());

  const refresh = (token: string): Promise<Answer> => refreshAt(service.url, '/refresh', token);

  it('answers 200 parallel refreshes of one token with one successor', async () => {
    const { refresh_token: refreshToken } = await logIn(service.url);
    const answers = await refreshStorm({
      base: service.url,
      refreshToken,
      requests: 200,
      processes: 4,
    });
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(answers).toHaveLength(200);
    expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1);
    // An ECDSA signature is another one each time; what it signs is not.
    expect(new Set(answers.map((answer) => claimsOf(answer.accessToken))).size).toBe(1);
  }, 60_000);

  it('answers 200 parallel refreshes with one successor 15 s after a lost reply', async () => {
    const { refresh_token: refreshToken } = await logIn(service.url);
    await refresh(refreshToken);
    service.advance(LATER_MILLIS);
    const answers = await refreshStorm({
      base: service.url,
      refreshToken,
      requests: 200,
      processes: 4,
    });
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1);
  }, 60_000);

  it('forgives a client that lost its reply, twice over', async () => {
    const { refresh_token: kept } = await logIn(service.url);
    await refresh(kept);
    service.advance(LATER_MILLIS);
    const lostAgain = await refresh(kept);
    service.advance(LATER_MILLIS);
    const arrived = await refresh(kept);
    const next = await refresh(successorOf(arrived));
    expect([lostAgain.status, arrived.status, next.status]).toEqual([200, 200, 200]);
    const me = await getWith(`${service.url}/users/me`, String(next.json['access_token']));
    expect(me.status).toBe(200);
  });

  it('ends the family when an older generation comes back', async () => {
    const { refresh_token: stolen } = await logIn(service.url);
    const second = successorOf(await refresh(stolen));
    const third = successorOf(await refresh(second));
    service.advance(LATER_MILLIS);
    const thief = await refresh(stolen);
    const victim = await refresh(third);
    expect([thief.status, thief.json['error']]).toEqual([400, 'invalid_grant']);
    expect([victim.status, victim.text]).toEqual([thief.status, thief.text]);
  });

  it('refuses none of twenty tabs that refresh at random within two seconds', async () => {
    const storage = { refreshToken: (await logIn(service.url)).refresh_token };
    const tab = async (): Promise<number> => {
      await setTimeout(Math.random() * 2_000);
      const answer = await refresh(storage.refreshToken);
      if (answer.status === 200) storage.refreshToken = successorOf(answer);
      return answer.status;
    };
    const statuses = await Promise.all(Array.from({ length: 20 }, tab));
    expect(statuses).toEqual(Array.from({ length: 20 }, () => 200));
    expect((await refresh(storage.refreshToken)).status).toBe(200);
  });
});

import { startService, type RunningService } from '../e2e/running-service.ts';
import { createHonestClient } from './honest-client.ts';
import { soakUnderKills } from './kill-soak.ts';
import { presentDelivered } from './present-delivered.ts';

/** The short version of `npm run soak:kill`. */
describe('kill -9 of the whole local edition under a refresh load', () => {
  it('locks nobody out, and every token but the last two ends its session', async () => {
    const report = await soakUnderKills({ kills: 3, clients: 4 });
    expect(report.broken).toEqual([]);
    expect(report.refreshes).toBeGreaterThan(4);
    expect(report.tokensPresented).toBe(report.refreshes + report.clients);
  });
});

describe('the soak itself', () => {
  const habits = { tabs: 1, restMillis: 0, patienceMillis: () => 0 } as const;
  let service: RunningService;

  beforeAll(async () => {
    service = await startService({ adjustableClock: true });
  }, 60_000);
  afterAll(() => service.stop());

  it('sees a client that is locked out', async () => {
    const client = await createHonestClient(service.url, habits);
    for (let refresh = 0; refresh < 3; refresh++) await client.refreshOnce();
    service.advance(15_000);
    const [first = ''] = client.delivered;
    const { broken } = await presentDelivered(service, client.delivered.toReversed());
    expect(broken).not.toEqual([]);
    expect(client.lockedOut).toBeNull();
    await fetch(`${service.url}/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: first }),
    });
    expect(await client.refreshOnce()).toBe(false);
    expect(client.lockedOut).toContain('invalid_grant');
  });

  it('sees a token that does not end its session', async () => {
    const client = await createHonestClient(service.url, habits);
    for (let refresh = 0; refresh < 3; refresh++) await client.refreshOnce();
    // Within the overlap window no token is proof of theft.
    expect((await presentDelivered(service, client.delivered)).broken).toHaveLength(2);
    service.advance(15_000);
    expect((await presentDelivered(service, client.delivered)).broken).toEqual([]);
  });
});

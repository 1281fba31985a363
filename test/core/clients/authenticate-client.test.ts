import { authenticateClient } from '../../../functions/core/clients/authenticate-client.ts';
import { createClientDirectory } from '../../../functions/core/clients/client-directory.ts';
import {
  hashClientSecret,
  newClientSecret,
} from '../../../functions/core/clients/client-secret.ts';
import type { SecurityEvent } from '../../../functions/core/events/security-event.ts';
import { MemoryClientStore } from '../../fakes/memory-client-store.ts';
import { aClient, aRegisteredClient, CLIENT_SECRET, START } from '../../fakes/session-samples.ts';

const device = { ip: '192.0.2.7' };

describe('finding the client of a request', () => {
  const registered = new MemoryClientStore([
    aRegisteredClient(),
    aRegisteredClient({ disabled: true }, 'disabled'),
    aRegisteredClient({}, 'web'),
    aRegisteredClient(
      {
        secretHash: 'another',
        previousSecret: {
          hash: aRegisteredClient({}, 'rotated').registration.secretHash,
          expiresAt: START,
        },
      },
      'rotated',
    ),
  ]);
  const clients = createClientDirectory(
    [
      aClient({ clientId: 'web' }),
      aClient({ clientId: 'app' }),
      aClient({ clientId: 'server', type: 'confidential' }),
    ],
    registered,
  );
  let events: SecurityEvent[];

  beforeEach(() => {
    events = [];
  });

  const find = (clientId: string | null, clientSecret: string | null = null, now = START) => {
    const securityLog = { record: (event: SecurityEvent) => void events.push(event) };
    return authenticateClient(
      { clientId, clientSecret, device },
      { clients, clock: { now: () => now }, securityLog },
    );
  };

  it('takes a request that names none for the first, and reads no table for it', async () => {
    const { calls } = registered;
    await expect(find(null)).resolves.toMatchObject({ clientId: 'web', type: 'public' });
    expect(registered.calls).toBe(calls);
  });

  it('finds the one that is named', async () => {
    await expect(find('app')).resolves.toMatchObject({ clientId: 'app' });
  });

  it('finds a confidential one by its secret', async () => {
    await expect(find('reports', CLIENT_SECRET)).resolves.toEqual(aRegisteredClient());
    expect(events).toEqual([]);
  });

  it('takes the secret of before until its time is over', async () => {
    await expect(find('rotated', CLIENT_SECRET, START - 1)).resolves.toBeDefined();
    await expect(find('rotated', CLIENT_SECRET, START)).rejects.toThrow('wrong_client_secret');
  });

  it.each([
    ['an unknown one', 'stranger', null, 'unknown_client'],
    ['an unknown one with a secret', 'stranger', CLIENT_SECRET, 'unknown_client'],
    ['an id that nobody can have', 'a b', CLIENT_SECRET, 'unknown_client'],
    ['one with the name of an object property', '__proto__', null, 'unknown_client'],
    ['a public one with a secret', 'web', CLIENT_SECRET, 'secret_of_a_public_client'],
    ['the default one with a secret', null, 'secret', 'secret_of_a_public_client'],
    ['a confidential one without a secret', 'reports', null, 'missing_client_secret'],
    ['a confidential one with another secret', 'reports', 'secret', 'wrong_client_secret'],
    ['a disabled one', 'disabled', CLIENT_SECRET, 'disabled_client'],
    ['a disabled one with another secret', 'disabled', 'secret', 'wrong_client_secret'],
    ['one whose secret nobody can check', 'server', 'secret', 'wrong_client_secret'],
  ])('refuses %s, all of them alike', async (_, clientId, clientSecret, reason) => {
    await expect(find(clientId, clientSecret)).rejects.toMatchObject({
      code: 'invalid_client',
      description: 'The client is unknown or its credentials are wrong.',
      reason,
    });
    expect(events).toMatchObject([{ event: 'client_refused', reason, ip: device.ip }]);
  });

  it('keeps an id that nobody has out of the log: it may be a secret in the wrong field', async () => {
    await expect(find(CLIENT_SECRET)).rejects.toThrow('unknown_client');
    expect(JSON.stringify(events)).not.toContain(CLIENT_SECRET);
  });

  it('reads no table for an id that no client can have', async () => {
    const { calls } = registered;
    await expect(find('user#johndoe', CLIENT_SECRET)).rejects.toThrow('unknown_client');
    await expect(find('x'.repeat(129), CLIENT_SECRET)).rejects.toThrow('unknown_client');
    expect(registered.calls).toBe(calls);
  });

  it('says that it is unavailable when the table can not be read', async () => {
    const broken = createClientDirectory([aClient()], {
      find: () => Promise.reject(new Error('throttled')),
    });
    const ports = { clients: broken, clock: { now: () => START }, securityLog: { record() {} } };
    const credentials = { clientId: 'reports', clientSecret: CLIENT_SECRET, device };
    await expect(authenticateClient(credentials, ports)).rejects.toMatchObject({
      code: 'temporarily_unavailable',
    });
  });
});

it('makes secrets of 256 random bits that a scanner can tell', () => {
  const bytes = Buffer.alloc(32, 0xff);
  expect(newClientSecret({ bytes: (count) => bytes.subarray(0, count) })).toBe(
    `latchkey_secret_${bytes.toString('base64url')}`,
  );
});

it('hashes one secret of two clients to two hashes', () => {
  expect(hashClientSecret('reports', CLIENT_SECRET)).not.toBe(
    hashClientSecret('invoices', CLIENT_SECRET),
  );
});

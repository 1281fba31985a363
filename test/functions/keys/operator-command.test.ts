import { ensureKeys } from '../../../functions/core/keys/settle-keys.ts';
import { createKeysHandler } from '../../../functions/keys/keys-handler.ts';
import type { OperatorAnswer } from '../../../functions/keys/operator-command.ts';
import { DAY, expectSettled, keyWorld, kidsIn, MINUTE } from '../../fakes/key-world.ts';

const setUp = async () => {
  const world = keyWorld();
  await ensureKeys(world.ports);
  world.clock.time += DAY;
  const handler = createKeysHandler(
    () => ({
      ports: world.ports,
      signingKeysSecretArn: 'arn:signing',
      refreshTokenKeysSecretArn: 'arn:refresh',
    }),
    {
      log: { withContext: () => ({ error: () => {} }) },
      put: async () => {},
      pause: async (ms) => void (world.clock.time += ms),
    },
  );
  const command = async (event: unknown, remaining = 120_000) =>
    handler(event, {
      awsRequestId: 'request-1',
      getRemainingTimeInMillis: () => remaining,
    }) as Promise<OperatorAnswer>;
  return { world, command };
};

test('an operator is told the keys and where they lie, and nothing secret', async () => {
  const { world, command } = await setUp();
  const { writes } = world.manager;
  const answer = await command({ command: 'describe' });
  expect(answer.secrets).toEqual({ signing: 'arn:signing', refreshToken: 'arn:refresh' });
  expect(answer.signing.keys.map(({ state }) => state)).toEqual(['active', 'next', 'next']);
  expect(JSON.stringify(answer)).not.toContain(world.signing().keys[0]?.privateJwk['d']);
  expect(world.manager.writes).toBe(writes);
});

test('an operator ends a key, and the function itself waits until it is gone', async () => {
  const { world, command } = await setUp();
  const [bad = ''] = kidsIn(world.signing(), 'active');
  const ended = await command({ command: 'end_keys', kids: [bad] });
  expect(ended.signing.keys.find(({ kid }) => kid === bad)).toMatchObject({
    compromised: true,
    dropsAt: world.clock.time + MINUTE,
  });
  const settled = await command({ command: 'settle' });
  expect(settled.signing.keys.map(({ kid }) => kid)).not.toContain(bad);
  expectSettled(world);
});

test('the function answers in time even if a key is not gone yet', async () => {
  const { world, command } = await setUp();
  const [bad = ''] = kidsIn(world.signing(), 'active');
  await command({ command: 'end_keys', kids: [bad] });
  const answer = await command({ command: 'settle' }, 60_000);
  expect(answer.signing.keys.map(({ kid }) => kid)).toContain(bad);
});

test('an operator ends all sessions', async () => {
  const { world, command } = await setUp();
  const [used = ''] = kidsIn(world.refresh(), 'active');
  const { refreshToken } = await command({ command: 'end_all_sessions' });
  expect(refreshToken.keys.find(({ kid }) => kid === used)?.compromised).toBe(true);
});

test.each([
  [{ command: 'end_keys' }],
  [{ command: 'end_keys', kids: 'all' }],
  [{ command: 'end_keys', kids: [1] }],
  [{ command: 'dump' }],
  [{}],
  [null],
])('%j is no command, and changes nothing', async (event) => {
  const { world, command } = await setUp();
  const { writes } = world.manager;
  await expect(command(event)).rejects.toThrow('neither a deploy, a rotation nor an operator');
  expect(world.manager.writes).toBe(writes);
});

test('an operator’s one call ends a key and takes it out, so that it may be the last', async () => {
  const { world, command } = await setUp();
  const [bad = ''] = kidsIn(world.signing(), 'active');
  const answer = await command({ command: 'end_keys', kids: [bad], drop: true });
  expect(answer.signing.keys.map(({ kid }) => kid)).not.toContain(bad);
  expect(world.set().keys.map(({ kid }) => kid)).not.toContain(bad);
  expectSettled(world);
});

import { isAllowed } from '../../fakes/iam-evaluator.ts';
import { authorizerBench, METHOD_ARN, NOW } from '../../fakes/authorizer-bench.ts';

const STAGE = 'arn:aws:execute-api:eu-central-1:123456789012:abcdefghij/prod';

const messageOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'accepted',
    (error: Error) => error.message,
  );

const FAILED = { event: 'authorizer_failed', reason: 'not_judged' };
const keySetEvent = (reason: string) => ({ event: 'key_set_unavailable', reason });

describe('the authorizer', () => {
  it('answers a good token with principal, policy for the stage, and context', async () => {
    const { authorize, sign, claims } = await authorizerBench();
    const { principalId, policyDocument, context } = await authorize(`Bearer ${await sign()}`);
    expect(principalId).toBe(claims.sub);
    expect(policyDocument).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Action: 'execute-api:Invoke',
          Effect: 'Allow',
          Resource: ['', '/', '/items', '/items/'].map((end) => `${STAGE}/GET/users/me${end}`),
        },
      ],
    });
    expect(context).toEqual({
      sub: claims.sub,
      username: 'johndoe',
      scope: 'items:read',
      roles: 'reader',
      clientId: 'default',
      sid: 'family-1',
      exp: String(NOW / 1000 + 900),
    });
  });

  it.each(['Bearer', 'bearer', 'BEARER', 'bEaReR'])('knows the scheme as %s', async (scheme) => {
    const { authorize, sign } = await authorizerBench();
    expect(await messageOf(authorize(`${scheme} ${await sign()}`))).toBe('accepted');
  });

  it.each(['', 'Basic', 'Bearer', 'Token', 'Bearer,', '\u212Aearer'])(
    'refuses the scheme %j',
    async (scheme) => {
      const { authorize, sign } = await authorizerBench();
      expect(await messageOf(authorize(`${scheme}${await sign()}`))).toBe('Unauthorized');
    },
  );

  it('does not allow what the token has no scope for, and no other stage', async () => {
    const { authorize, sign } = await authorizerBench();
    const { policyDocument } = await authorize(`Bearer ${await sign({ scope: '' })}`);
    const policy = JSON.parse(JSON.stringify(policyDocument)) as Parameters<typeof isAllowed>[0];
    expect(isAllowed(policy, `${STAGE}/GET/users/me`)).toBe(true);
    expect(isAllowed(policy, `${STAGE}/GET/users/me/items`)).toBe(false);
    expect(isAllowed(policy, `${STAGE}/GET/users/me/items/`)).toBe(false);
    expect(isAllowed(policy, `${STAGE.replace('prod', 'test')}/GET/users/me`)).toBe(false);
  });

  it('takes nothing of the requested path into the policy', async () => {
    const { authorize, sign } = await authorizerBench();
    const odd = `${STAGE}/GET/x:y/*/${'z'.repeat(20)}/GET/users`;
    const { policyDocument } = await authorize(`Bearer ${await sign()}`, odd);
    expect(JSON.stringify(policyDocument)).not.toContain('zzz');
    expect(JSON.stringify(policyDocument)).toContain(`"${STAGE}/GET/users/me"`);
  });

  it('fails with 500, not 401, when the event has no method ARN', async () => {
    const { authorize, sign, world } = await authorizerBench();
    const answer = messageOf(authorize(`Bearer ${await sign()}`, 'arn:aws:s3:::bucket'));
    expect(await answer).toMatch('no method ARN');
    expect(world.events).toEqual([FAILED]);
  });

  it('logs why it refused and whom, and nothing else of the token or its claims', async () => {
    const { authorize, sign, world, claims } = await authorizerBench();
    await messageOf(authorize(`Bearer ${await sign({ exp: NOW / 1000 - 60 })}`));
    expect(world.events).toEqual([
      {
        event: 'access_refused',
        reason: 'expired',
        userId: claims.sub,
        sessionId: 'family-1',
      },
    ]);
    expect(world.errors).toEqual([]);
  });

  it('believes no claim of a token that we have not signed, not in the log either', async () => {
    const { authorize, sign, world, claims } = await authorizerBench();
    const [header = '', , signature = ''] = (await sign()).split('.');
    const forged = Buffer.from(JSON.stringify({ ...claims, sid: 'x' })).toString('base64url');
    await messageOf(authorize(`Bearer ${header}.${forged}.${signature}`));
    const stranger = await authorizerBench();
    await messageOf(authorize(`Bearer ${await stranger.sign({ exp: NOW / 1000 - 60 })}`));
    expect(world.events).toEqual([
      { event: 'access_refused', reason: 'wrong_signature' },
      { event: 'access_refused', reason: 'unknown_key' },
    ]);
  });

  it.each([
    ['session_missing', { family: null }],
    ['user_deleted', { user: null }],
  ])('refuses with %s in the log when the session has ended', async (reason, missing) => {
    const { authorize, sign, world, claims } = await authorizerBench();
    world.session = { ...world.session, ...missing };
    expect(await messageOf(authorize(`Bearer ${await sign()}`))).toBe('Unauthorized');
    expect(world.events).toEqual([
      { event: 'access_refused', reason, userId: claims.sub, sessionId: 'family-1' },
    ]);
  });

  it('fails with 500 and an event when the session can not be read', async () => {
    const { authorize, sign, world } = await authorizerBench();
    world.failure = new Error('a key was not read');
    expect(await messageOf(authorize(`Bearer ${await sign()}`))).toBe('a key was not read');
    expect(world.errors).toEqual([world.failure]);
    expect(world.events).toEqual([FAILED]);
  });

  it('fails with 500 when there is no key set, and works when there is', async () => {
    const { authorize, sign, world } = await authorizerBench();
    const { keySet } = world;
    world.keySet = null;
    expect(await messageOf(authorize(`Bearer ${await sign()}`))).toMatch('the key set can not be');
    expect(world.events).toEqual([keySetEvent('failed_closed'), FAILED]);
    world.keySet = keySet;
    expect(await messageOf(authorize(`Bearer ${await sign()}`))).toBe('accepted');
  });

  it('goes on with the key set it has, for an hour, and says so; then it fails closed', async () => {
    const { authorize, sign, world } = await authorizerBench();
    await authorize(`Bearer ${await sign()}`);
    world.keySet = 'gone';
    const after = async (minutes: number) => {
      world.now = NOW + minutes * 60_000;
      const times = { iat: world.now / 1000, exp: world.now / 1000 + 900 };
      return messageOf(authorize(`Bearer ${await sign(times)}`));
    };
    expect(await after(59)).toBe('accepted');
    expect(world.events).toEqual([keySetEvent('stale_but_used')]);
    expect(await after(60)).toMatch('the key set can not be read');
    expect(world.events.slice(1)).toEqual([keySetEvent('failed_closed'), FAILED]);
  });

  it('makes one read a request, the session, once it is warm', async () => {
    const { authorize, sign, world } = await authorizerBench();
    for (let index = 0; index < 5; index += 1) {
      await authorize(`Bearer ${await sign({ jti: `token-${index}` })}`, METHOD_ARN);
    }
    expect(world).toMatchObject({ keySetReads: 1, sessionReads: 5 });
  });
});

import { isAllowed } from '../../fakes/iam-evaluator.ts';
import { authorizerBench, METHOD_ARN, NOW } from '../../fakes/authorizer-bench.ts';

const STAGE = 'arn:aws:execute-api:eu-central-1:123456789012:abcdefghij/prod';

const messageOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'accepted',
    (error: Error) => error.message,
  );

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
    const { authorize, sign } = await authorizerBench();
    const answer = messageOf(authorize(`Bearer ${await sign()}`, 'arn:aws:s3:::bucket'));
    expect(await answer).toMatch('no method ARN');
  });

  it('logs why it refused, and nothing of the token or its claims', async () => {
    const { authorize, sign, world } = await authorizerBench();
    await messageOf(authorize(`Bearer ${await sign({ exp: NOW / 1000 - 60 })}`));
    expect(world.events).toEqual([{ event: 'access_refused', reason: 'expired' }]);
    expect(world.errors).toEqual([]);
  });

  it.each([
    ['session_missing', { family: null }],
    ['user_deleted', { user: null }],
  ])('refuses with %s in the log when the session has ended', async (reason, missing) => {
    const { authorize, sign, world } = await authorizerBench();
    world.session = { ...world.session, ...missing };
    expect(await messageOf(authorize(`Bearer ${await sign()}`))).toBe('Unauthorized');
    expect(world.events).toEqual([{ event: 'access_refused', reason }]);
  });

  it('fails with 500 and a line in the log when the session can not be read', async () => {
    const { authorize, sign, world } = await authorizerBench();
    world.failure = new Error('a key was not read');
    expect(await messageOf(authorize(`Bearer ${await sign()}`))).toBe('a key was not read');
    expect(world.errors).toEqual([world.failure]);
    expect(world.events).toEqual([]);
  });

  it('fails with 500 when there is no key set, and works when there is', async () => {
    const { authorize, sign, world } = await authorizerBench();
    const { keySet } = world;
    world.keySet = null;
    expect(await messageOf(authorize(`Bearer ${await sign()}`))).toMatch('the key set can not be');
    world.keySet = keySet;
    expect(await messageOf(authorize(`Bearer ${await sign()}`))).toBe('accepted');
  });

  it('makes one read a request, the session, once it is warm', async () => {
    const { authorize, sign, world } = await authorizerBench();
    for (let index = 0; index < 5; index += 1) {
      await authorize(`Bearer ${await sign({ jti: `token-${index}` })}`, METHOD_ARN);
    }
    expect(world).toMatchObject({ keySetReads: 1, sessionReads: 5 });
  });
});

import { createTokenAuthorizer } from '../../../../infra/local/gateway/token-authorizer.ts';
import { failed, type InvocationResult } from '../../../../infra/local/lambda/invocation.ts';

const ARN = 'arn:aws:execute-api:us-east-1:000000000000:api/v1';
const returned = (result: unknown): InvocationResult => ({
  outcome: 'returned',
  payload: JSON.stringify(result),
});
const policy = (statements: readonly object[], more: object = {}) =>
  returned({
    principalId: 'p',
    policyDocument: { Version: '2012-10-17', Statement: statements },
    ...more,
  });
const allow = (Resource: string) => ({ Action: 'execute-api:Invoke', Effect: 'Allow', Resource });

function createBench(answer: InvocationResult, ttlSeconds = 60) {
  const events: unknown[] = [];
  const time = { now: 0 };
  const authorizer = createTokenAuthorizer(
    {
      logicalId: 'Authorizer',
      functionArn: 'arn',
      header: 'authorization',
      identityPattern: /^(?:Bearer .+)$/,
      ttlSeconds,
    },
    (payload) => {
      events.push(JSON.parse(payload));
      return Promise.resolve(answer);
    },
    () => time.now,
  );
  return { authorizer, events, time };
}

describe('a TOKEN authorizer', () => {
  it('is not asked without a token, or with one that misses the pattern', async () => {
    const { authorizer, events } = createBench(policy([allow('*')]));
    for (const [token, is] of [
      [undefined, 'no_header'],
      ['', 'no_header'],
      ['Basic x', 'other_form'],
      ['xBearer y', 'other_form'],
    ] as const) {
      expect(await authorizer.authorize(token, `${ARN}/GET/a`)).toEqual({
        verdict: 'unauthorized',
        cause: { is },
      });
    }
    expect(events).toEqual([]);
  });

  it('gets the event of a TOKEN authorizer', async () => {
    const { authorizer, events } = createBench(policy([allow('*')]));
    await authorizer.authorize('Bearer x', `${ARN}/GET/a`);
    expect(events).toEqual([
      { type: 'TOKEN', methodArn: `${ARN}/GET/a`, authorizationToken: 'Bearer x' },
    ]);
  });

  it('is asked once a token; the cached policy is evaluated for each method', async () => {
    const { authorizer, events } = createBench(policy([allow(`${ARN}/GET/a`)]));
    expect((await authorizer.authorize('Bearer x', `${ARN}/GET/a`)).verdict).toBe('allowed');
    expect(await authorizer.authorize('Bearer x', `${ARN}/GET/b`)).toEqual({
      verdict: 'denied',
      isExplicit: false,
      authorization: 'Bearer x',
    });
    expect(events).toHaveLength(1);
    await authorizer.authorize('Bearer y', `${ARN}/GET/a`);
    expect(events).toHaveLength(2);
  });

  it('is asked again when the time to live is over', async () => {
    const { authorizer, events, time } = createBench(policy([allow('*')]), 60);
    await authorizer.authorize('Bearer x', `${ARN}/GET/a`);
    time.now = 59_999;
    await authorizer.authorize('Bearer x', `${ARN}/GET/a`);
    expect(events).toHaveLength(1);
    time.now = 60_000;
    await authorizer.authorize('Bearer x', `${ARN}/GET/a`);
    expect(events).toHaveLength(2);
  });

  it('is asked every time with a time to live of 0', async () => {
    const { authorizer, events } = createBench(policy([allow('*')]), 0);
    await authorizer.authorize('Bearer x', `${ARN}/GET/a`);
    await authorizer.authorize('Bearer x', `${ARN}/GET/a`);
    expect(events).toHaveLength(2);
  });

  it('is asked again after an error', async () => {
    const { authorizer, events } = createBench(failed('Error', 'Unauthorized'));
    for (const _ of [1, 2]) {
      expect(await authorizer.authorize('Bearer x', ARN)).toEqual({
        verdict: 'unauthorized',
        cause: { is: 'unauthorized', authorization: 'Bearer x', requestId: expect.any(String) },
      });
    }
    expect(events).toHaveLength(2);
  });

  it('fails for every other error, also for "unauthorized" with a small letter', async () => {
    for (const message of ['unauthorized', 'Unauthorized.', 'boom']) {
      const { authorizer } = createBench(failed('Error', message));
      expect(await authorizer.authorize('Bearer x', ARN)).toEqual({ verdict: 'failed' });
    }
  });

  it('gives context values as texts', async () => {
    const context = { name: 'n', number: 7, flag: false };
    const { authorizer } = createBench(policy([allow('*')], { context }));
    expect(await authorizer.authorize('Bearer x', ARN)).toEqual({
      verdict: 'allowed',
      context: { name: 'n', number: '7', flag: 'false', principalId: 'p' },
    });
  });

  it('says which deny was explicit', async () => {
    const { authorizer } = createBench(policy([allow('*'), { ...allow('*'), Effect: 'Deny' }]));
    expect(await authorizer.authorize('Bearer x', ARN)).toEqual({
      verdict: 'denied',
      isExplicit: true,
      authorization: 'Bearer x',
    });
  });

  it.each<[string, InvocationResult]>([
    ['nothing', returned(null)],
    ['no principal', returned({ policyDocument: { Statement: [] } })],
    ['no policy', returned({ principalId: 'p' })],
    ['a nested context', policy([allow('*')], { context: { list: [] } })],
    ['a statement without an effect', policy([{ Action: '*', Resource: '*' }])],
    ['more than 8 KB', policy([allow('x'.repeat(9000))])],
  ])('is misconfigured when it returns %s', async (_what, answer) => {
    const { authorizer } = createBench(answer);
    expect(await authorizer.authorize('Bearer x', ARN)).toEqual({ verdict: 'misconfigured' });
  });
});

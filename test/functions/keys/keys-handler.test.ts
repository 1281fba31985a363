import { ensureKeys } from '../../../functions/core/keys/settle-keys.ts';
import { createKeysHandler } from '../../../functions/keys/keys-handler.ts';
import { expectSettled, keyWorld, kidsIn, DAY } from '../../fakes/key-world.ts';

const request = {
  RequestType: 'Create',
  ResponseURL: 'https://bucket.example.com/answer?X-Amz-Signature=hush',
  StackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/auth/1',
  RequestId: 'request-1',
  LogicalResourceId: 'Keys',
  ResourceType: 'Custom::LatchkeyKeys',
  ResourceProperties: {},
};

const setUp = (world = keyWorld()) => {
  const answers: { url: string; body: Record<string, unknown> }[] = [];
  const errors: unknown[] = [];
  const log = { error: (_message: string, error: unknown) => void errors.push(error) };
  const surroundings = {
    log: { withContext: () => log },
    pause: async () => {},
    put: async (url: string, body: string) =>
      void answers.push({ url, body: JSON.parse(body) as Record<string, unknown> }),
  };
  const keys = {
    ports: world.ports,
    signingKeysSecretArn: 'signing',
    refreshTokenKeysSecretArn: 'refresh',
  };
  const context = { awsRequestId: 'request-2', getRemainingTimeInMillis: () => 120_000 };
  const handler = createKeysHandler(() => keys, surroundings);
  return { world, answers, errors, surroundings, context, handler };
};

describe('the custom resource', () => {
  test('makes the first keys and answers SUCCESS with the ids of the request', async () => {
    const { world, answers, context, handler } = setUp();
    await handler(request, context);
    expectSettled(world);
    expect(answers).toEqual([
      {
        url: request.ResponseURL,
        body: {
          Status: 'SUCCESS',
          PhysicalResourceId: 'latchkey-keys',
          StackId: request.StackId,
          RequestId: 'request-1',
          LogicalResourceId: 'Keys',
        },
      },
    ]);
  });

  test('changes nothing on an update of keys that are in order, and keeps its physical id', async () => {
    const { world, answers, context, handler } = setUp();
    await handler(request, context);
    const { writes } = world.manager;
    await handler(
      { ...request, RequestType: 'Update', PhysicalResourceId: 'latchkey-keys' },
      context,
    );
    expect(world.manager.writes).toBe(writes);
    expect(answers.map(({ body }) => body['PhysicalResourceId'])).toEqual(
      Array.from({ length: 2 }, () => 'latchkey-keys'),
    );
  });

  test('does nothing on Delete, and answers with the id that CloudFormation knows', async () => {
    const { world, answers, context, handler } = setUp();
    await handler({ ...request, RequestType: 'Delete', PhysicalResourceId: 'made-up' }, context);
    expect(world.manager.writes).toBe(0);
    expect(answers[0]?.body).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'made-up' });
  });

  test('answers FAILED with the rule, and not the content, of an unreadable secret', async () => {
    const { world, answers, context, handler, errors } = setUp();
    await world.ports.keySet.compareAndSwap(null, '{"keys":["hush"]}');
    await handler(request, context);
    expect(answers[0]?.body).toMatchObject({
      Status: 'FAILED',
      Reason: 'the key-set secret is unreadable: a key must be an object',
      PhysicalResourceId: 'latchkey-keys',
    });
    expect(errors).toHaveLength(1);
    expect(JSON.stringify(answers[0]?.body)).not.toContain('hush');
  });

  test('answers FAILED with the name alone of any other error', async () => {
    const { world, answers, context, handler } = setUp();
    world.manager.beforeWrite = () => {
      throw Object.assign(new Error('hush'), { name: 'AccessDeniedException' });
    };
    await handler(request, context);
    expect(answers[0]?.body['Reason']).toBe(
      "The keys could not be brought into order (AccessDeniedException); see the function's log.",
    );
  });

  test('logs why an answer could not be sent, and fails', async () => {
    const { surroundings, context, errors, world } = setUp();
    const refused = new Error('the answer was refused');
    const put = () => Promise.reject(refused);
    const keys = { ports: world.ports, signingKeysSecretArn: '', refreshTokenKeysSecretArn: '' };
    const handler = createKeysHandler(() => keys, { ...surroundings, put });
    await expect(handler(request, context)).rejects.toBe(refused);
    expect(errors).toEqual([refused]);
  });

  test('answers FAILED when the function can not even be composed', async () => {
    const { answers, context, surroundings } = setUp();
    const handler = createKeysHandler(() => {
      throw new Error('SIGNING_ALGORITHM is not set');
    }, surroundings);
    await handler(request, context);
    expect(answers[0]?.body).toMatchObject({ Status: 'FAILED' });
  });

  test('answers FAILED before its time is up', async () => {
    const { answers, surroundings } = setUp();
    const world = keyWorld();
    const stuck = {
      ...world.ports,
      clock: world.clock,
      keySet: { ...world.ports.keySet, read: hang },
    };
    const handler = createKeysHandler(
      () => ({ ports: stuck, signingKeysSecretArn: 's', refreshTokenKeysSecretArn: 'r' }),
      surroundings,
    );
    await handler(request, { awsRequestId: '', getRemainingTimeInMillis: () => 15_010 });
    expect(answers[0]?.body['Reason']).toContain('TimeUpError');
  });

  test('fails when its answer can not be sent, so that Lambda tries again', async () => {
    const { context, surroundings, world } = setUp();
    const handler = createKeysHandler(
      () => ({ ports: world.ports, signingKeysSecretArn: 's', refreshTokenKeysSecretArn: 'r' }),
      {
        ...surroundings,
        put: async () => {
          throw new Error('refused');
        },
      },
    );
    await expect(handler(request, context)).rejects.toThrow('refused');
  });
});

describe('a rotation', () => {
  test.each(['signing', 'refresh'] as const)(
    'turns the ring of the %s secret alone',
    async (id) => {
      const { world, context, handler } = setUp();
      await ensureKeys(world.ports);
      world.clock.time += DAY;
      const before = { signing: world.signing(), refresh: world.refresh() };
      const token = world.manager.beginRotation(id);
      for (const event of rotationOf(id, token)) await handler(event, context);
      const other = id === 'signing' ? 'refresh' : 'signing';
      expect(kidsIn(world[id](), 'retired')).toEqual(kidsIn(before[id], 'active'));
      expect(world[other]()).toEqual(before[other]);
    },
  );

  test('refuses the key set and any other secret', async () => {
    const { world, context, handler } = setUp();
    await ensureKeys(world.ports);
    const [event] = rotationOf('set', world.manager.beginRotation('set'));
    await expect(handler(event, context)).rejects.toThrow('does not rotate that secret');
  });

  test('refuses what neither CloudFormation nor Secrets Manager sends', async () => {
    const { context, handler } = setUp();
    for (const event of [
      null,
      {},
      'createSecret',
      { ...rotationOf('signing', 't')[0], Step: 'x' },
    ]) {
      await expect(handler(event, context)).rejects.toThrow(
        'neither a deploy, a rotation nor an operator',
      );
    }
  });
});

const rotationOf = (SecretId: string, ClientRequestToken: string) =>
  ['createSecret', 'setSecret', 'testSecret', 'finishSecret'].map((Step) => ({
    Step,
    SecretId,
    ClientRequestToken,
  }));

const hang = async (): Promise<never> => new Promise<never>(() => {});

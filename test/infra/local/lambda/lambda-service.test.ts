import type { AwsCall } from '../../../../infra/local/aws/aws-endpoint.ts';
import type { InvocationResult } from '../../../../infra/local/lambda/invocation.ts';
import { createLambdaService } from '../../../../infra/local/lambda/lambda-service.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:Stack-Keys';
const KEYS = { arn: ARN, name: 'Stack-Keys', logicalId: 'Keys' };

const call = (name: string, body = '{"a":1}'): AwsCall => ({
  operation: '',
  path: `/2015-03-31/functions/${name}/invocations`,
  body: {},
  rawBody: Buffer.from(body),
  headers: {},
});

const setUp = (result: InvocationResult = { outcome: 'returned', payload: '{"done":true}' }) => {
  const calls: string[][] = [];
  const service = createLambdaService([KEYS], (arn, payload) => {
    calls.push([arn, payload]);
    return Promise.resolve(result);
  });
  return { service, calls };
};

test.each(['Stack-Keys', 'Keys', encodeURIComponent(ARN)])(
  'a function is found as %s, and its answer is the body',
  async (name) => {
    const { service, calls } = setUp();
    expect(await service.answer(call(name))).toEqual({ status: 200, body: '{"done":true}' });
    expect(calls).toEqual([[ARN, '{"a":1}']]);
  },
);

test('a function that fails is a 200 that says so in a header', async () => {
  const { service } = setUp({ outcome: 'failed', errorType: 'Error', errorMessage: 'no' });
  expect(await service.answer(call('Keys'))).toEqual({
    status: 200,
    headers: { 'x-amz-function-error': 'Unhandled' },
    body: '{"errorType":"Error","errorMessage":"no"}',
  });
});

test.each([call('Other'), { ...call('Keys'), path: '/2015-03-31/functions/' }])(
  'what is no function of the stack is a 404',
  async (unknown) => {
    const { service, calls } = setUp();
    expect((await service.answer(unknown)).status).toBe(404);
    expect(calls).toEqual([]);
  },
);

test('it takes lambda:InvokeFunction on that function', () => {
  const { service } = setUp();
  expect(service.accessOf(call('Keys'))).toEqual([
    { action: 'lambda:InvokeFunction', resource: ARN, context: {} },
  ]);
});

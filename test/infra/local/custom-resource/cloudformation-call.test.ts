import { callCustomResource } from '../../../../infra/local/custom-resource/cloudformation-call.ts';

const CALL = {
  RequestType: 'Create',
  ServiceToken: 'arn',
  StackId: 'stack',
  LogicalResourceId: 'Keys',
  ResourceType: 'Custom::Keys',
  ResourceProperties: {},
} as const;
const put = (url: string | URL, answer: object) =>
  fetch(url, { method: 'PUT', body: JSON.stringify(answer) });

it('only who was given the ResponseURL answers for the function', async () => {
  const strangers: number[] = [];
  const answer = await callCustomResource(CALL, async (payload) => {
    const { ResponseURL: url } = JSON.parse(payload) as { ResponseURL: string };
    strangers.push(
      (await put(new URL('/', url), { Status: 'FAILED' })).status,
      (await put(new URL('/other', url), { Status: 'SUCCESS' })).status,
      (await fetch(url, { method: 'POST', body: '{}' })).status,
    );
    await put(url, { Status: 'SUCCESS', PhysicalResourceId: 'real' });
    return { outcome: 'returned', payload: 'null' };
  });
  expect(answer).toEqual({ Status: 'SUCCESS', PhysicalResourceId: 'real' });
  expect(strangers).toEqual([403, 403, 403]);
});

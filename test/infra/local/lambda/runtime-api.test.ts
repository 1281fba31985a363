import { serveRuntimeApi, type RuntimeApi } from '../../../../infra/local/lambda/runtime-api.ts';

let api: RuntimeApi;

beforeEach(async () => {
  api = await serveRuntimeApi();
});
afterEach(() => api.stop());

const call = (path: string, headers: Record<string, string>, method = 'GET') =>
  fetch(`http://127.0.0.1:${api.port}/2018-06-01/runtime/${path}`, { method, headers });
const invoke = () =>
  api.invoke(
    { requestId: 'r1', payload: '{"password":"hush"}' },
    { functionArn: 'arn', deadlineMs: 0, clockOffsetMs: 0 },
  );

it.each<Record<string, string>>([{}, { 'latchkey-secret': '' }, { 'latchkey-secret': 'guessed' }])(
  'the Runtime API gives no event to a stranger and takes no answer from one: %j',
  async (headers) => {
    const result = invoke();
    const next = await call('invocation/next', headers);
    expect(next.status).toBe(403);
    expect(await next.text()).toBe('');
    expect((await call('invocation/r1/response', headers, 'POST')).status).toBe(403);
    expect((await call('init/error', headers, 'POST')).status).toBe(403);

    const own = { 'latchkey-secret': api.secret };
    expect(await (await call('invocation/next', own)).text()).toBe('{"password":"hush"}');
    const answered = await fetch(
      `http://127.0.0.1:${api.port}/2018-06-01/runtime/invocation/r1/response`,
      { method: 'POST', headers: own, body: '"real"' },
    );
    expect(answered.status).toBe(202);
    expect(await result).toEqual({ outcome: 'returned', payload: '"real"' });
  },
);

it('the next process has another secret', async () => {
  const other = await serveRuntimeApi();
  await other.stop();
  expect(other.secret).not.toBe(api.secret);
});

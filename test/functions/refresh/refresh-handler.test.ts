import { FunctionBench, jsonOf } from '../../fakes/function-bench.ts';
import {
  basic,
  form,
  formPost,
  gatewayEvent,
  type RequestSketch,
} from '../../fakes/gateway-events.ts';
import { aClient } from '../../fakes/session-samples.ts';

const noRing = () => Promise.reject(new Error('no ring'));

describe('POST /refresh', () => {
  let bench: FunctionBench;
  let token: string;

  beforeEach(async () => {
    bench = new FunctionBench();
    token = (await bench.logIn()).refresh_token;
  });

  const outcomeOf = async (event: ReturnType<typeof gatewayEvent>) => {
    const answer = await bench.refreshing(event);
    const { error } = jsonOf(answer) as { error?: string };
    return `${answer.statusCode} ${error ?? 'tokens'}`;
  };
  const postForm = (body: string, more: RequestSketch = {}) => outcomeOf(formPost(body, more));
  const postJson = (body: string, more: RequestSketch = {}) =>
    outcomeOf(
      gatewayEvent({
        body,
        ...more,
        headers: { 'content-type': 'application/json', ...more.headers },
      }),
    );

  it('refreshes by a form, with and without grant type and client', async () => {
    expect(await postForm(form({ refresh_token: token }))).toBe('200 tokens');
    const whole = form({ grant_type: 'refresh_token', refresh_token: token, client_id: 'web' });
    expect(await postForm(whole)).toBe('200 tokens');
    const headers = { authorization: basic('web', '') };
    expect(await postForm(form({ refresh_token: token }), { headers })).toBe('200 tokens');
  });

  it('refreshes by JSON', async () => {
    expect(await postJson(JSON.stringify({ refresh_token: token }))).toBe('200 tokens');
    const whole = {
      grant_type: 'refresh_token',
      refresh_token: token,
      client_id: 'web',
      scope: null,
    };
    expect(await postJson(JSON.stringify(whole))).toBe('200 tokens');
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    expect(await postJson(JSON.stringify({ refresh_token: token }), { headers })).toBe(
      '200 tokens',
    );
  });

  it('gives the answer of RFC 6749 §5.1, for no cache to keep', async () => {
    const answer = await bench.refreshing(
      formPost(form({ refresh_token: token, scope: 'items:read' })),
    );
    expect(jsonOf(answer)).toMatchObject({ token_type: 'Bearer', scope: 'items:read' });
    expect(answer.headers).toMatchObject({ 'Cache-Control': 'no-store', Pragma: 'no-cache' });
  });

  it.each([
    ['a token that is garbage', form({ refresh_token: 'x' }), '400 invalid_grant'],
    ['a scope outside the session', '&scope=users%3Aadmin', '400 invalid_scope'],
    ['a malformed scope', '&scope=a++b', '400 invalid_scope'],
    ['an unknown client', '&client_id=stranger', '401 invalid_client'],
    ['a secret of a public client', '&client_secret=x', '401 invalid_client'],
    ['another client', '&client_id=app', '400 invalid_grant'],
    ['another grant', '&grant_type=password', '400 unsupported_grant_type'],
    ['a repeated token', '&refresh_token=x', '400 invalid_request'],
    ['no token', form({ grant_type: 'refresh_token' }), '400 invalid_request'],
  ])('refuses %s in a form', async (_, body, expected) => {
    bench.clients.push(aClient({ clientId: 'app' }));
    const whole = body.startsWith('&') ? `${form({ refresh_token: token })}${body}` : body;
    expect(await postForm(whole)).toBe(expected);
  });

  it.each([
    ['broken JSON', '{"refresh_token":', '400 invalid_request'],
    ['a text', '"secret"', '400 invalid_request'],
    ['null', 'null', '400 invalid_request'],
    ['a list', '[]', '400 invalid_request'],
    ['nothing', '', '400 invalid_request'],
    ['an empty object', '{}', '400 invalid_request'],
    ['a token that is a number', '{"refresh_token":7}', '400 invalid_request'],
    ['a token that is an object', '{"refresh_token":{}}', '400 invalid_request'],
    ['an empty token', '{"refresh_token":""}', '400 invalid_request'],
    ['a scope that is a list', '{"refresh_token":"x","scope":["a"]}', '400 invalid_request'],
    ['a client that is a number', '{"refresh_token":"x","client_id":1}', '400 invalid_request'],
    ['a NUL', '{"refresh_token":"a\\u0000"}', '400 invalid_request'],
    ['a lone surrogate', '{"refresh_token":"a\\ud800"}', '400 invalid_request'],
    ['another grant', '{"grant_type":"password"}', '400 unsupported_grant_type'],
    ['a grant that is no text', '{"grant_type":1}', '400 unsupported_grant_type'],
    ['a prototype', '{"__proto__":{"refresh_token":"x"}}', '400 invalid_request'],
    [
      'depth',
      `{"refresh_token":"x","a":${'['.repeat(8000)}${']'.repeat(8000)}}`,
      '400 invalid_grant',
    ],
    ['17 KiB', `{"refresh_token":"${'x'.repeat(17_000)}"}`, '413 invalid_request'],
  ])('answers %s in JSON without falling over', async (_, body, expected) => {
    expect(await postJson(body)).toBe(expected);
  });

  it('reads no other types', async () => {
    const headers = { 'content-type': 'text/plain' };
    expect(
      await postForm(form({ refresh_token: token }), { headers: { 'Content-Type': 'text/plain' } }),
    ).toBe('415 invalid_request');
    expect(await postJson('{}', { headers })).toBe('415 invalid_request');
  });

  it('asks for another try, and rotates nothing, when the signing key is out of reach', async () => {
    bench.ports = { ...bench.ports, signingKeys: { active: noRing } };
    expect(await postForm(form({ refresh_token: token }))).toBe('503 temporarily_unavailable');
    expect((await bench.family(token))?.generation).toBe(0);
  });
});

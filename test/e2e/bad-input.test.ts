import { logIn, postForm, send, type Answer } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';

const FORM = 'application/x-www-form-urlencoded';
const GOOD = 'grant_type=password&username=johndoe&password=secret';

/** What each bad request to `POST /token` gets: the status and RFC 6749 §5.2's code. */
const BAD_REQUESTS: readonly (readonly [string, string, string, number, string])[] = [
  ['no parameters', FORM, '', 400, 'invalid_request'],
  ['a repeated parameter', FORM, `${GOOD}&username=johndoe`, 400, 'invalid_request'],
  ['a missing password', FORM, 'grant_type=password&username=johndoe', 400, 'invalid_request'],
  ['a missing username', FORM, 'grant_type=password&password=secret', 400, 'invalid_request'],
  ['an empty password', FORM, 'username=johndoe&password=', 400, 'invalid_request'],
  ['a missing refresh token', FORM, 'grant_type=refresh_token', 400, 'invalid_request'],
  ['broken percent-encoding', FORM, 'username=%zz&password=secret', 400, 'invalid_request'],
  ['bytes that are not UTF-8', FORM, 'username=%ff%fe&password=secret', 400, 'invalid_request'],
  ['a NUL in the username', FORM, 'username=john%00doe&password=x', 400, 'invalid_request'],
  ['a lone surrogate', FORM, 'username=%ED%A0%80&password=secret', 400, 'invalid_request'],
  ['an unknown grant', FORM, 'grant_type=magic', 400, 'unsupported_grant_type'],
  ['a malformed scope', FORM, `${GOOD}&scope=%22`, 400, 'invalid_scope'],
  ['a scope that is not held', FORM, `${GOOD}&scope=nothing:here`, 400, 'invalid_scope'],
  ['an unknown client', FORM, `${GOOD}&client_id=stranger`, 401, 'invalid_client'],
  ['JSON', 'application/json', '{"username":"johndoe"}', 415, 'invalid_request'],
  ['no known type', 'text/plain', GOOD, 415, 'invalid_request'],
  ['a body of 1 MB', FORM, `username=${'a'.repeat(1_000_000)}`, 413, 'invalid_request'],
  [
    'a garbage refresh token',
    FORM,
    'grant_type=refresh_token&refresh_token=x',
    400,
    'invalid_grant',
  ],
];

const expectOAuthError = (answer: Answer, status: number, code: string): void => {
  expect([answer.status, answer.json['error']]).toEqual([status, code]);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  expect(answer.text).not.toMatch(/\bat .*:\d+:\d+|node_modules|stack/);
};

describe('bad input over HTTP', () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService();
  }, 60_000);
  afterAll(() => service.stop());

  it.each(BAD_REQUESTS)('answers %s at /token by the book', async (...request) => {
    const [, contentType, body, status, code] = request;
    const answer = await postForm(`${service.url}/token`, body, { 'content-type': contentType });
    expectOAuthError(answer, status, code);
  });

  it.each([
    ['broken JSON', '{"refresh_token":', 400, 'invalid_request'],
    ['JSON that is no object', '"secret"', 400, 'invalid_request'],
    ['a token of another type', '{"refresh_token":7}', 400, 'invalid_request'],
    ['a body of 1 MB', `{"refresh_token":"${'a'.repeat(1_000_000)}"}`, 413, 'invalid_request'],
    ['the password grant', '{"grant_type":"password"}', 400, 'unsupported_grant_type'],
  ])('answers %s at /refresh by the book', async (_name, body, status, code) => {
    const answer = await postForm(`${service.url}/refresh`, body, {
      'content-type': 'application/json',
    });
    expectOAuthError(answer, status, code);
  });

  it('refuses a client that authenticates in two ways, and asks the one who used Basic', async () => {
    const basic = { authorization: `Basic ${btoa('stranger:secret')}` };
    const unknown = await postForm(`${service.url}/token`, GOOD, basic);
    expectOAuthError(unknown, 401, 'invalid_client');
    expect(unknown.headers.get('x-amzn-remapped-www-authenticate')).toMatch(/^Basic /);
    const both = `${GOOD}&client_id=default&client_secret=x`;
    expectOAuthError(await postForm(`${service.url}/token`, both, basic), 400, 'invalid_request');
  });

  it('takes no credentials from the query', async () => {
    const answer = await send(`${service.url}/token?${GOOD}`, { method: 'POST' });
    expect([400, 415]).toContain(answer.status);
    const { access_token: token } = await logIn(service.url);
    const inQuery = await send(`${service.url}/users/me?access_token=${token}`);
    expect(inQuery.status).toBe(401);
  });

  it('writes nothing of what was sent into the logs', async () => {
    const planted = 'planted-c4f1';
    await postForm(`${service.url}/token`, `username=${planted}-a&password=${planted}-b`);
    await postForm(`${service.url}/token`, `username=johndoe&password=${planted}-c`);
    await postForm(`${service.url}/token`, `grant_type=${planted}-d`);
    await postForm(`${service.url}/refresh`, `{"refresh_token":"${planted}-e`, {
      'content-type': 'application/json',
    });
    await postForm(`${service.url}/refresh`, `refresh_token=${planted}-f`);
    await send(`${service.url}/users/me`, { headers: { authorization: `Bearer ${planted}-g` } });
    const lines = await service.logLines();
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => line.includes(planted))).toEqual([]);
  });
});

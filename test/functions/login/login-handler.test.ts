import { aClient, START } from '../../fakes/session-samples.ts';
import { PASSWORD } from '../../fakes/sign-in-bench.ts';
import { FunctionBench, jsonOf } from '../../fakes/function-bench.ts';
import {
  basic,
  FORM,
  form,
  formPost,
  gatewayEvent,
  type RequestSketch,
} from '../../fakes/gateway-events.ts';

const GOOD = form({ grant_type: 'password', username: 'johndoe', password: PASSWORD });

/** A good request of that many bytes. */
const padded = (length: number) => `${GOOD}&x=${'y'.repeat(length - GOOD.length - 3)}`;

describe('POST /token', () => {
  let bench: FunctionBench;

  beforeEach(async () => {
    bench = new FunctionBench();
    await bench.enrol();
  });

  const post = async (body: string, more: RequestSketch = {}) => {
    const answer = await bench.login(formPost(body, more));
    return { ...answer, json: jsonOf(answer) };
  };
  const outcome = async (body: string, more: RequestSketch = {}) => {
    const { statusCode, json } = await post(body, more);
    return `${statusCode} ${(json['error'] as string | undefined) ?? 'tokens'}`;
  };

  /** The origin that may read the answer. */
  const from = async (origin: string, body: string) =>
    (await post(body, { headers: { Origin: origin } })).headers['Access-Control-Allow-Origin'];

  it('gives tokens for a password, by the letter of RFC 6749 §5.1', async () => {
    const answer = await post(GOOD);
    expect(answer.statusCode).toBe(200);
    expect(answer.json).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 900,
      refresh_token: expect.stringMatching(/^[\w-]+$/),
      scope: 'items:read items:write',
    });
    expect(answer.headers).toMatchObject({
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      Pragma: 'no-cache',
      'X-Content-Type-Options': 'nosniff',
    });
  });

  it('takes no passwords where the grant is off, with or without its name, and still refreshes', async () => {
    const { refresh_token } = (await post(GOOD)).json;
    bench.passwordGrant = false;
    expect(await outcome(GOOD)).toBe('400 unsupported_grant_type');
    const unnamed = form({ username: 'johndoe', password: PASSWORD });
    expect(await outcome(unnamed)).toBe('400 unsupported_grant_type');
    const refresh = form({ grant_type: 'refresh_token', refresh_token: String(refresh_token) });
    expect(await outcome(refresh)).toBe('200 tokens');
    expect(bench.verified).toHaveLength(1);
  });

  it('takes username and password without a grant type, as FastAPI does', async () => {
    expect(await outcome(form({ username: 'johndoe', password: PASSWORD }))).toBe('200 tokens');
    expect(await outcome(`grant_type=&username=johndoe&password=wrong`)).toBe('400 invalid_grant');
  });

  it('narrows the scope to what is asked for', async () => {
    expect((await post(`${GOOD}&scope=items:read`)).json['scope']).toBe('items:read');
    expect(await outcome(`${GOOD}&scope=nothing`)).toBe('400 invalid_scope');
    expect(await outcome(`${GOOD}&scope=%22`)).toBe('400 invalid_scope');
  });

  it('refreshes too', async () => {
    const { json } = await post(GOOD);
    const again = form({
      grant_type: 'refresh_token',
      refresh_token: String(json['refresh_token']),
      client_id: 'web',
    });
    bench.after(60);
    const refreshed = await post(again);
    expect(refreshed.statusCode).toBe(200);
    expect(refreshed.json['refresh_token']).not.toBe(json['refresh_token']);
  });

  it('judges a stalled refresh by when the gateway had it', async () => {
    const { json } = await post(GOOD);
    const token = form({
      grant_type: 'refresh_token',
      refresh_token: String(json['refresh_token']),
    });
    const first = await post(token);
    bench.after(20);
    const stalled = await post(token, { requestTimeEpoch: START + 5000 });
    expect(stalled.json['refresh_token']).toBe(first.json['refresh_token']);
    expect(bench.lastReason).toBeUndefined();
    expect(bench.lines.at(-1)).toContain('"reason":"concurrent"');
  });

  it('notes where a session came from, with a user agent of 256 bytes at most', async () => {
    await post(GOOD, { ip: '2001:db8::1', userAgent: '€'.repeat(300) });
    const [family] = await bench.families.list('johndoe');
    expect(family?.device).toEqual({ ip: '2001:db8::1', userAgent: '€'.repeat(85) });
  });

  it('answers unknown user, wrong password and disabled user with the same bytes', async () => {
    const answers = [
      await post(form({ username: 'jane', password: PASSWORD })),
      await post(form({ username: 'johndoe', password: 'wrong' })),
    ];
    await bench.enrol({ disabled: true });
    answers.push(await post(GOOD));
    expect(answers[0]?.statusCode).toBe(400);
    expect(answers[0]?.json['error']).toBe('invalid_grant');
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('knows a client by the header, by the body, or by default', async () => {
    const header = { headers: { authorization: basic('web', '') } };
    expect(await outcome(GOOD, header)).toBe('200 tokens');
    expect(await outcome(`${GOOD}&client_id=web`, header)).toBe('200 tokens');
    expect(await outcome(`${GOOD}&client_id=web&client_secret=`)).toBe('200 tokens');
    expect(await outcome(GOOD, { headers: { Authorization: 'Basic Og==' } })).toBe('200 tokens');
    expect(await outcome(GOOD, { headers: { Authorization: 'Bearer stale' } })).toBe('200 tokens');
  });

  it('asks the client who used the header, and only him, for Basic', async () => {
    const unknown = await post(GOOD, { headers: { authorization: basic('stranger', 'x') } });
    expect([unknown.statusCode, unknown.json['error']]).toEqual([401, 'invalid_client']);
    expect(unknown.headers['WWW-Authenticate']).toMatch(/^Basic realm="latchkey"/);
    const inBody = await post(`${GOOD}&client_id=stranger`);
    expect([inBody.statusCode, inBody.json['error']]).toEqual([401, 'invalid_client']);
    expect(inBody.headers).not.toHaveProperty('WWW-Authenticate');
  });

  it.each([
    ['a secret of a public client in the header', GOOD, basic('web', 'x'), '401 invalid_client'],
    [
      'a secret of a public client in the body',
      `${GOOD}&client_secret=x`,
      '',
      '401 invalid_client',
    ],
    ['two authentications', `${GOOD}&client_secret=x`, basic('web', 'x'), '400 invalid_request'],
    ['two names', `${GOOD}&client_id=app`, basic('web', ''), '400 invalid_request'],
    ['a header without colon', GOOD, `Basic ${btoa('web')}`, '401 invalid_client'],
    ['a header that is no Base64', GOOD, 'Basic §', '401 invalid_client'],
    ['a header that is badly encoded', GOOD, `Basic ${btoa('%zz:')}`, '401 invalid_client'],
    ['a header with a secret alone', GOOD, `Basic ${btoa(':x')}`, '401 invalid_client'],
    ['another scheme', GOOD, 'Digest username="web"', '401 invalid_client'],
  ])('refuses %s', async (_, body, authorization, expected) => {
    expect(await outcome(body, authorization ? { headers: { authorization } } : {})).toBe(expected);
  });

  it.each([
    ['nothing', ''],
    ['a repeated parameter', `${GOOD}&username=johndoe`],
    ['a repeated parameter that nobody knows', `${GOOD}&x=1&x=2`],
    [
      'a repetition behind a thousand parameters',
      `${GOOD}&${Array.from({ length: 1100 }, (_, i) => `p${i}`).join('&')}&username=jane`,
    ],
    ['a missing password', 'grant_type=password&username=johndoe'],
    ['an empty username', 'grant_type=password&username=&password=x'],
    ['a missing refresh token', 'grant_type=refresh_token'],
    ['broken percent-encoding', 'username=%zz&password=secret'],
    ['a cut escape', 'username=john&password=secret%2'],
    ['bytes that are not UTF-8', 'username=%ff%fe&password=secret'],
    ['an overlong encoding', 'username=%C0%80&password=secret'],
    ['an encoded surrogate', 'username=%ED%A0%80&password=secret'],
    ['a NUL', 'username=john%00doe&password=secret'],
    ['a raw NUL', 'username=john\0doe&password=secret'],
    ['a raw lone surrogate', 'username=john\uD800&password=secret'],
  ])('answers %s with invalid_request', async (_, body) => {
    expect(await outcome(body)).toBe('400 invalid_request');
  });

  it('refuses other grants, and anything in the query', async () => {
    expect(await outcome('grant_type=magic')).toBe('400 unsupported_grant_type');
    expect(await outcome('grant_type=Password&username=a&password=b')).toBe(
      '400 unsupported_grant_type',
    );
    expect(await outcome(GOOD, { query: { username: 'johndoe' } })).toBe('400 invalid_request');
  });

  it('ignores unknown parameters and empty pairs', async () => {
    expect(await outcome(`&${GOOD}&&audience=x&__proto__=1&toString=2&empty`)).toBe('200 tokens');
  });

  it.each([
    ['JSON', { 'Content-Type': 'application/json' }],
    ['no type', { 'Content-Type': '' }],
    ['another charset', { 'Content-Type': 'application/x-www-form-urlencoded; charset=latin1' }],
    ['two types', { 'Content-Type': ['application/x-www-form-urlencoded', 'text/plain'] }],
    ['a compressed body', { 'Content-Encoding': 'gzip' }],
  ])('refuses %s', async (_, headers) => {
    expect(await outcome(GOOD, { headers })).toMatch(/^(415|400) invalid_request$/);
  });

  it.each([
    ['a client', { Authorization: basic('evil', 'x'), authorization: basic('default', '') }],
    ['a type', { 'Content-Type': FORM, 'content-TYPE': FORM }],
    ['a compression', { 'Content-Encoding': 'gzip', 'content-encoding': 'identity' }],
  ])('refuses %s that is named twice, in whatever case', async (_, headers) => {
    bench.clients.push(aClient({ clientId: 'default' }));
    expect(await outcome(GOOD, { headers })).toBe('400 invalid_request');
    const shown = { ...formPost(GOOD, { headers }), multiValueHeaders: null };
    expect((await bench.login(shown)).statusCode).toBe(400);
  });

  it('takes the type in any case, with UTF-8 named', async () => {
    const headers = { 'Content-Type': 'Application/X-WWW-Form-Urlencoded ; Charset="UTF-8"' };
    expect(await outcome(GOOD, { headers })).toBe('200 tokens');
  });

  it('takes 16 KiB and no more, Base64 or not', async () => {
    expect(await outcome(padded(16_384))).toBe('200 tokens');
    expect(await outcome(padded(16_385))).toBe('413 invalid_request');
    expect(await outcome('é'.repeat(8193))).toBe('413 invalid_request');
    expect(await outcome(btoa(padded(16_384)), { base64: true })).toBe('200 tokens');
    expect(await outcome(btoa(padded(16_387)), { base64: true })).toBe('413 invalid_request');
    expect(await outcome('A'.repeat(1_000_000), { base64: true })).toBe('413 invalid_request');
  });

  it('reads Base64 as UTF-8 or not at all', async () => {
    const umlaut = Buffer.from('username=ä&password=ö').toString('base64');
    expect(await outcome(umlaut, { base64: true })).toBe('400 invalid_grant');
    expect(await outcome('/w==', { base64: true })).toBe('400 invalid_request');
    expect(await outcome('no base64!', { base64: true })).toBe('400 invalid_request');
  });

  it('shows its answers, errors too, to the allowed origins and no other', async () => {
    expect(await from('https://app.example.com', GOOD)).toBe('https://app.example.com');
    expect(await from('https://app.example.com', '')).toBe('https://app.example.com');
    expect(await from('https://evil.example', GOOD)).toBeUndefined();
    expect(await from('null', GOOD)).toBeUndefined();
    bench.allowedOrigins = [];
    expect(await from('https://app.example.com', GOOD)).toBeUndefined();
  });

  it('puts the request id on every line', async () => {
    await post(GOOD);
    await post('');
    expect(bench.lines).toHaveLength(2);
    for (const line of bench.lines)
      expect(JSON.parse(line)).toMatchObject({ requestId: 'request-1' });
  });

  it('asks for another try when it is not ready, says no more, and logs why', async () => {
    bench.ready = () => Promise.reject(new Error('SIGNING_KEYS_SECRET_ARN: AccessDenied'));
    const answer = await post(GOOD);
    expect([answer.statusCode, answer.json['error']]).toEqual([503, 'temporarily_unavailable']);
    expect(answer.headers['Retry-After']).toBe('1');
    expect(answer.body).not.toContain('SIGNING');
    expect(answer.headers['Cache-Control']).toBe('no-store');
    expect(bench.lines.join('')).toContain('SIGNING_KEYS_SECRET_ARN: AccessDenied');
  });

  it('asks for another try when a table fails, and logs the cause', async () => {
    bench.users.find = () => Promise.reject(new Error('ProvisionedThroughputExceeded'));
    const answer = await post(GOOD);
    expect([answer.statusCode, answer.json['error']]).toEqual([503, 'temporarily_unavailable']);
    expect(answer.headers['Retry-After']).toBe('1');
    expect(answer.body).not.toContain('Throughput');
    expect(bench.lines.join('')).toContain('ProvisionedThroughputExceeded');
  });

  it('answers a direct invocation that no gateway would make', async () => {
    const events = [undefined, null, {}, { headers: null, body: null }, 'text', 7, []] as never[];
    for (const event of events) {
      expect((await bench.login(event)).statusCode).toBe(415);
    }
    expect((await bench.login(gatewayEvent({ method: 'GET' }))).statusCode).toBe(415);
  });
});

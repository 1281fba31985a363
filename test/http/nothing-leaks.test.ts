import { FunctionBench } from '../fakes/function-bench.ts';
import { basic, form, formPost, gatewayEvent } from '../fakes/gateway-events.ts';
import type { GatewayEvent, GatewayResponse } from '../../functions/http/gateway-event.ts';
import { cheapHasher } from '../fakes/sign-in-bench.ts';

/** In every secret of the test, so that one search finds any of them, whole or in part. */
const MARK = 'planted7c41';
const PASSWORD = `${MARK}-password-of-johndoe`;

const JSON_TYPE = { 'content-type': 'application/json' };
const STALE = { authorization: `Bearer ${MARK}.header.token` };

/** Requests with a planted secret wherever one may stand, good and bad. */
const TOKEN_REQUESTS: Readonly<Record<string, GatewayEvent>> = {
  'a login': formPost(form({ username: 'johndoe', password: PASSWORD }), { headers: STALE }),
  'a wrong password': formPost(form({ username: 'johndoe', password: `${MARK}-wrong` })),
  'a password as the name': formPost(form({ username: `${MARK}-name`, password: 'x' })),
  'a password too long': formPost(form({ username: 'x', password: MARK.repeat(20) })),
  'a repeated password': formPost(`password=${MARK}&username=x&password=${MARK}`),
  'a broken escape': formPost(`username=x&password=${MARK}%zz`),
  'an unknown grant': formPost(`grant_type=${MARK}`),
  'a malformed scope': formPost(`username=johndoe&password=${PASSWORD}&scope=%22${MARK}`),
  'a scope not held': formPost(`username=johndoe&password=${PASSWORD}&scope=${MARK}`),
  'an unknown client': formPost(`username=a&password=b&client_id=${MARK}`),
  'a client secret': formPost(`username=a&password=b&client_secret=${MARK}`),
  'a Basic header': formPost('username=a&password=b', {
    headers: { authorization: basic(MARK, `${MARK}-secret`) },
  }),
  'a header of no scheme': formPost('', { headers: { authorization: MARK } }),
  'a garbage refresh token': formPost(`grant_type=refresh_token&refresh_token=${MARK}`),
  'credentials in the query': formPost('', { query: { password: MARK } }),
  'a wrong type': gatewayEvent({ body: MARK, headers: { 'content-type': `text/${MARK}` } }),
  'a body too large': formPost(`password=${MARK.repeat(2000)}`),
  'broken Base64': formPost(`${MARK}!`, { base64: true }),
};
const REFRESH_REQUESTS: Readonly<Record<string, GatewayEvent>> = {
  'broken JSON': gatewayEvent({ body: `{"refresh_token":"${MARK}`, headers: JSON_TYPE }),
  'JSON that is a text': gatewayEvent({ body: `"${MARK}"`, headers: JSON_TYPE }),
  'a garbage token in JSON': gatewayEvent({
    body: JSON.stringify({ refresh_token: MARK, client_id: MARK }),
    headers: JSON_TYPE,
  }),
  'a token that is a list': gatewayEvent({
    body: JSON.stringify({ refresh_token: [MARK] }),
    headers: JSON_TYPE,
  }),
};

describe('a planted secret', () => {
  let bench: FunctionBench;
  const answers: GatewayResponse[] = [];

  beforeEach(async () => {
    bench = new FunctionBench();
    answers.length = 0;
    await bench.enrol({ passwordHash: await cheapHasher.hash(PASSWORD) });
  });

  /** Which of the secrets stand in a line or an answer. */
  const leaks = (...secrets: readonly string[]): readonly string[] => {
    const written = bench.lines.join('\n');
    const answered = answers.map(({ body }) => body).join('\n');
    return [
      ...[MARK, btoa(MARK).slice(0, 12), ...secrets].filter((secret) => written.includes(secret)),
      ...(answered.includes(MARK) ? ['in an answer'] : []),
      ...(bench.lines.length === 0 ? ['nothing was logged at all'] : []),
    ];
  };

  it.each(Object.entries(TOKEN_REQUESTS))(
    'in %s at /token is in no line and no answer',
    async (_, event) => {
      answers.push(await bench.login(event));
      expect(leaks()).toEqual([]);
    },
  );

  it.each(Object.entries(REFRESH_REQUESTS))(
    'in %s at /refresh is in no line and no answer',
    async (_, event) => {
      answers.push(await bench.refreshing(event));
      expect(leaks()).toEqual([]);
    },
  );

  it('is in no line when tokens are given, rotated, replayed, stolen and shown', async () => {
    const { passwordHash } = (await bench.users.find('johndoe')) ?? {};
    const login = await bench.login(TOKEN_REQUESTS['a login'] ?? {});
    const given = JSON.parse(login.body) as { access_token: string; refresh_token: string };
    const refresh = async (token: string): Promise<string> => {
      const answer = await bench.refreshing(formPost(form({ refresh_token: token })));
      answers.push(answer);
      return (JSON.parse(answer.body) as { refresh_token?: string }).refresh_token ?? '';
    };
    const rotated = await refresh(given.refresh_token);
    await refresh(given.refresh_token);
    bench.after(60);
    const third = await refresh(rotated);
    await refresh(`${third.slice(0, -4)}AAAA`);
    bench.after(60);
    await refresh(third);
    bench.after(60);
    await refresh(given.refresh_token);
    expect(bench.lines.join('')).toContain('"reason":"theft"');
    const context = { sub: 'user:x', username: 'johndoe', clientId: 'web', exp: '9999999999' };
    answers.push(
      await bench.usersRoutes(
        gatewayEvent({ method: 'GET', resource: '/users/me', headers: STALE, authorizer: context }),
      ),
    );
    const parts = [given.access_token, given.refresh_token, rotated, third].flatMap((token) =>
      token.split('.').map((part) => part.slice(-24)),
    );
    expect(leaks(...parts, String(passwordHash), '$argon2id$')).toEqual([]);
  });

  it('is in no line when our own side fails', async () => {
    bench.users.find = () => Promise.reject(new Error('the table fails'));
    for (const event of Object.values(TOKEN_REQUESTS)) answers.push(await bench.login(event));
    bench.ready = () => Promise.reject(new Error('no secret'));
    for (const event of Object.values(REFRESH_REQUESTS))
      answers.push(await bench.refreshing(event));
    expect(leaks()).toEqual([]);
  });
});

import {
  getWith,
  logIn,
  postForm,
  refreshAt,
  send,
  type Answer,
  type Tokens,
} from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';
import {
  introspectorToken,
  logInAs,
  postWith,
  putUser,
  whoAnswers,
  withConsole,
} from './service-users.ts';

const NAMESPACE = expect.objectContaining({
  Namespace: 'Latchkey/LatchkeyStack-Tokens',
}) as unknown;

describe('a session that ends', () => {
  let service: RunningService;
  let introspector: string;

  beforeAll(async () => {
    service = await startService({ adjustableClock: true, transformTemplate: withConsole });
    await putUser(service, { username: 'anna' });
    introspector = await introspectorToken(service);
  }, 60_000);
  afterAll(() => service.stop());

  const revoke = (token: string) => postForm(`${service.url}/revoke`, { token });
  const introspect = (token: string, by = introspector) =>
    postWith(`${service.url}/introspect`, by, { token });
  const stateOf = async (token: string) => (await introspect(token)).text;
  const remove = (path: string, accessToken: string) =>
    send(`${service.url}${path}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${accessToken}` },
    });
  const sidOf = async ({ access_token }: Tokens) =>
    String((await introspect(access_token)).json['sid']);

  it('is listed until then, with this one marked', async () => {
    const [first, second] = [await logInAs(service, 'anna'), await logInAs(service, 'anna')];
    const list = await getWith(`${service.url}/users/me/sessions`, second.access_token);
    expect(list.status).toBe(200);
    const sessions = list.json['sessions'] as Record<string, unknown>[];
    expect(sessions.filter(({ current }) => current)).toEqual([
      expect.objectContaining({ id: await sidOf(second), client_id: 'default', current: true }),
    ]);
    expect(sessions.map(({ id }) => id)).toContain(await sidOf(first));
    for (const member of ['device', 'address', 'created_at', 'last_used_at']) {
      expect(typeof sessions[0]?.[member]).toBe('string');
    }
  });

  it.each(['refresh_token', 'access_token'] as const)(
    'by POST /revoke of its %s: refresh fails at once, introspection says inactive at once',
    async (kind) => {
      const tokens = await logIn(service.url);
      expect((await introspect(tokens.access_token)).json).toMatchObject({
        active: true,
        iss: service.url,
        username: 'johndoe',
      });
      const answer = await revoke(tokens[kind]);
      expect([answer.status, answer.text]).toEqual([200, '']);
      expect(await stateOf(tokens.access_token)).toBe('{"active":false}');
      const refused = await refreshAt(service.url, '/refresh', tokens.refresh_token);
      expect([refused.status, refused.json['error']]).toEqual([400, 'invalid_grant']);
      expect(await whoAnswers(service, tokens.access_token)).toBe('gateway');
      expect((await revoke(tokens[kind])).status).toBe(200);
    },
  );

  it('counts at the gateway when its cache is over, and not later than the stack says', async () => {
    const seconds = Number(service.outputs['WorstCaseSecondsAfterLogout']);
    const tokens = await logIn(service.url);
    expect(await whoAnswers(service, tokens.access_token)).toBe('function');
    await revoke(tokens.refresh_token);
    service.advance((seconds - 5) * 1000);
    expect(await whoAnswers(service, tokens.access_token)).toBe('function');
    service.advance(5000);
    expect(await whoAnswers(service, tokens.access_token)).toBe('gateway');
  });

  it('counts as soon for a user who is disabled', async () => {
    const seconds = Number(service.outputs['WorstCaseSecondsAfterDisabling']);
    await putUser(service, { username: 'dora' });
    const tokens = await logInAs(service, 'dora');
    expect(await whoAnswers(service, tokens.access_token)).toBe('function');
    await putUser(service, { username: 'dora', disabled: true });
    expect(await stateOf(tokens.access_token)).toBe('{"active":false}');
    service.advance((seconds - 5) * 1000);
    expect(await whoAnswers(service, tokens.access_token)).toBe('function');
    service.advance(5000);
    expect(await whoAnswers(service, tokens.access_token)).toBe('gateway');
  });

  it('by DELETE /users/me/sessions/{id}: that one, and nobody else’s', async () => {
    const [own, other] = [await logInAs(service, 'anna'), await logInAs(service, 'anna')];
    const path = `/users/me/sessions/${await sidOf(other)}`;
    const johns = await logIn(service.url);
    expect((await remove(path, johns.access_token)).status).toBe(404);
    expect((await remove(path, own.access_token)).status).toBe(204);
    expect(await stateOf(other.access_token)).toBe('{"active":false}');
    expect((await refreshAt(service.url, '/refresh', own.refresh_token)).status).toBe(200);
  });

  it('everywhere: at once for refresh and introspection, on every device', async () => {
    await putUser(service, { username: 'emil' });
    const devices = await Promise.all([1, 2, 3, 4].map(() => logInAs(service, 'emil')));
    const [here] = devices as [Tokens];
    const during = Promise.all([1, 2, 3, 4].map(() => logInAs(service, 'emil')));
    expect((await remove('/users/me/sessions', here.access_token)).status).toBe(204);
    await during;
    for (const tokens of devices) {
      expect(await stateOf(tokens.access_token)).toBe('{"active":false}');
      expect((await refreshAt(service.url, '/token', tokens.refresh_token)).status).toBe(400);
    }
    const again = await logInAs(service, 'emil');
    expect((await refreshAt(service.url, '/refresh', again.refresh_token)).status).toBe(200);
  });

  it('is refused byte for byte alike, while each log line says the true reason', async () => {
    const people = ['rita', 'otto', 'omar', 'dana', 'theo'];
    for (const username of people) await putUser(service, { username });
    const revoked = await logInAs(service, 'rita');
    const loggedOut = await logInAs(service, 'otto');
    const everywhere = await logInAs(service, 'omar');
    const disabled = await logInAs(service, 'dana');
    const stolen = await logInAs(service, 'theo');
    for (let token = stolen.refresh_token, count = 0; count < 2; count += 1) {
      const answer = await refreshAt(service.url, '/refresh', token);
      token = String(answer.json['refresh_token']);
      service.advance(15_000);
    }
    const theft = await refreshAt(service.url, '/refresh', stolen.refresh_token);
    await revoke(revoked.refresh_token);
    await remove(`/users/me/sessions/${await sidOf(loggedOut)}`, loggedOut.access_token);
    await remove('/users/me/sessions', everywhere.access_token);
    await putUser(service, { username: 'dana', disabled: true });
    const answers = [theft];
    for (const { refresh_token: token } of [revoked, loggedOut, everywhere, disabled, stolen]) {
      answers.push(await refreshAt(service.url, '/refresh', token));
    }
    answers.push(await refreshAt(service.url, '/refresh', 'x'));
    expect([...new Set(answers.map(wholeOf))]).toHaveLength(1);
    const lines = (await service.logLines()).map((line) => JSON.parse(line) as Line);
    const reasonOf = (username: string) =>
      lines.find(
        ({ event, userId }) => event === 'refresh_refused' && userId === `user:${username}`,
      )?.reason;
    expect(people.map(reasonOf)).toEqual([
      'revoked',
      'logged_out',
      'logged_out',
      'disabled',
      'ended_by_theft',
    ]);
    const alarms = lines.filter(({ event }) => event === 'refresh_alarm');
    expect(alarms).toEqual([expect.objectContaining({ reason: 'theft', userId: 'user:theo' })]);
  });

  it('introspection is for callers with its scope', async () => {
    const { access_token: johns } = await logIn(service.url);
    const refused = await introspect(johns, johns);
    expect(refused.status).toBe(403);
    expect(refused.headers.get('www-authenticate')).toContain('insufficient_scope');
    expect((await postForm(`${service.url}/introspect`, { token: johns })).status).toBe(401);
    const asked = { client_id: 'default', scope: 'tokens:introspect' };
    await expect(logInAs(service, 'auditor', asked)).rejects.toThrow('invalid_scope');
  });

  it('metadata names both endpoints', async () => {
    const path = '/.well-known/oauth-authorization-server';
    expect((await getWith(`${service.url}${path}`)).json).toMatchObject({
      revocation_endpoint: `${service.url}/revoke`,
      introspection_endpoint: `${service.url}/introspect`,
    });
  });

  it('leaves a metric with each security event, and no part of a token in any line', async () => {
    const tokens = await logInAs(service, 'anna');
    await introspect(`${tokens.access_token}x`);
    await revoke(`${tokens.access_token}x`);
    await revoke(tokens.access_token);
    await refreshAt(service.url, '/refresh', tokens.refresh_token);
    const text = (await service.logLines()).join('\n');
    for (const part of [...tokens.access_token.split('.'), tokens.refresh_token]) {
      expect(text).not.toContain(part.slice(-24));
    }
    const lines = text.split('\n').map((line) => JSON.parse(line) as Line);
    const events = lines.filter(({ level }) => level === 'security');
    for (const kind of ['login', 'token_inactive', 'revocation_ignored', 'refresh_refused']) {
      expect(events.map(({ event }) => event)).toContain(kind);
    }
    for (const line of events) {
      expect(line).toMatchObject({ SecurityEvents: 1, _aws: { CloudWatchMetrics: [NAMESPACE] } });
    }
  });

  it('made no function call what its role does not allow', () => {
    expect(service.problems).toEqual([]);
  });

  // Last, since it takes the clock far ahead.
  it('lets no token through longer after its exp than the stack says', async () => {
    const seconds = Number(service.outputs['WorstCaseSecondsAfterExpiry']);
    const tokens = await logIn(service.url);
    // The authorizer forgives clocks that differ, and is asked as late as that goes.
    service.advance((tokens.expires_in + 2) * 1000);
    expect(await whoAnswers(service, tokens.access_token)).toBe('function');
    expect((await getWith(`${service.url}/users/me`, tokens.access_token)).status).toBe(401);
    service.advance((seconds - 2) * 1000);
    expect(await whoAnswers(service, tokens.access_token)).toBe('gateway');
  });
});

/** The whole answer, but for what is another in any two. */
function wholeOf({ status, headers, text }: Answer): string {
  const own = [...headers].filter(
    ([name]) => !/^(date|x-amzn-requestid|x-amzn-trace-id|x-amz-apigw-id)$/.test(name),
  );
  return JSON.stringify([status, own, text]);
}

interface Line {
  readonly level?: string;
  readonly event?: string;
  readonly reason?: string;
  readonly userId?: string;
}

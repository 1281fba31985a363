import { getWith, logIn, refreshAt, send } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';
import { introspectorToken, postWith, withConsole } from './service-users.ts';
import { without } from './without-grant.ts';

/** Without the grant to look for sessions, all that comes after the write to the user is missing. */
describe('logging out everywhere that gets no further than its first write', () => {
  let service: RunningService;

  beforeAll(async () => {
    const takeAway = without('SessionsFunction', 'dynamodb:Query');
    service = await startService({ transformTemplate: (it) => withConsole(takeAway(it)) });
  }, 60_000);
  afterAll(() => service.stop());

  it('has ended every session all the same', async () => {
    const devices = [await logIn(service.url), await logIn(service.url)] as const;
    const [here] = devices;
    const authorization = `Bearer ${here.access_token}`;
    const url = `${service.url}/users/me/sessions`;
    const answer = await send(url, { method: 'DELETE', headers: { authorization } });
    expect(answer.status).toBe(204);
    expect(service.problems.join('\n')).toMatch(/SessionsFunction .*dynamodb:Query/);

    const introspector = await introspectorToken(service);
    for (const tokens of devices) {
      const form = { token: tokens.access_token };
      const state = await postWith(`${service.url}/introspect`, introspector, form);
      expect(state.text).toBe('{"active":false}');
      const refused = await refreshAt(service.url, '/refresh', tokens.refresh_token);
      expect([refused.status, refused.json['error']]).toEqual([400, 'invalid_grant']);
    }
    expect((await getWith(url, here.access_token)).status).toBe(401);
    const again = await logIn(service.url);
    expect((await refreshAt(service.url, '/refresh', again.refresh_token)).status).toBe(200);
  });
});

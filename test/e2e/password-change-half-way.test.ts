import { logIn, postForm, refreshAt } from './oauth-requests.ts';
import { sendJson } from './registering-service.ts';
import { startService, type RunningService } from './running-service.ts';
import { putUser } from './service-users.ts';
import { without } from './without-grant.ts';

const OLD = 'correct horse battery staple';
const NEW = 'seven green elephants sing';

/** Without the grant to write to sessions, all that comes after the write to the user is missing. */
describe('a change of a password that gets no further than its first write', () => {
  let service: RunningService;

  beforeAll(async () => {
    const transformTemplate = without('AccountFunction', 'dynamodb:Query');
    service = await startService({ transformTemplate });
    await putUser(service, { username: 'anna' });
  }, 120_000);
  afterAll(() => service.stop());

  it('has changed it, and ended every other session, all the same', async () => {
    const [here, elsewhere] = [
      await logIn(service.url, { username: 'anna', password: OLD }),
      await logIn(service.url, { username: 'anna', password: OLD }),
    ];
    const change = { current_password: OLD, new_password: NEW };
    const { access_token: token } = here;
    const answer = await sendJson(service, 'POST', '/users/me/password', change, token);
    expect(answer.status).toBe(204);
    expect(service.problems.join('\n')).toMatch(/AccountFunction .*dynamodb:Query/);
    const refused = await refreshAt(service.url, '/refresh', elsewhere.refresh_token);
    expect([refused.status, refused.json['error']]).toEqual([400, 'invalid_grant']);
    expect((await refreshAt(service.url, '/refresh', here.refresh_token)).status).toBe(200);
    const logInWith = async (password: string) =>
      (
        await postForm(`${service.url}/token`, {
          grant_type: 'password',
          username: 'anna',
          password,
        })
      ).status;
    expect([await logInWith(OLD), await logInWith(NEW)]).toEqual([400, 200]);
  });

  it('nobody can sign up where it is not switched on', async () => {
    const body = { username: 'ben', password: NEW };
    expect((await sendJson(service, 'POST', '/users', body)).status).toBe(404);
  });
});

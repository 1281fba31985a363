import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getWith, logIn, postForm, refreshAt, type Answer } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';
import { userCommands } from './user-commands.ts';

const STACK = '--stack LatchkeyStack';
const FIRST = 'correct horse battery staple';
const SECOND = 'another horse, another battery';

/** docs/operations.md's section on users, command by command, on the local edition. */
describe('operating the users of a running service', () => {
  let service: RunningService;
  let users: ReturnType<typeof userCommands>;

  beforeAll(async () => {
    service = await startService();
    users = userCommands(service.dataDirectory);
  }, 60_000);
  afterAll(() => service.stop());

  const tryLogIn = (username: string, password: string): Promise<Answer> =>
    postForm(`${service.url}/token`, { username, password });

  test('a user is made, logs in, and holds the scopes given', async () => {
    const line = `npm run users -- create anna --scope items:read ${STACK}`;
    expect(await users.run(line, FIRST)).toEqual({
      exitCode: 0,
      stdout: 'created anna with the scopes items:read\n',
      stderr: '',
    });
    const tokens = await logIn(service.url, { username: 'Anna', password: FIRST });
    expect(tokens.scope).toBe('items:read');
    expect((await getWith(`${service.url}/users/me/items`, tokens.access_token)).status).toBe(200);
    const again = await users.run(line, SECOND);
    expect(again).toMatchObject({ exitCode: 3, stdout: '' });
    expect(again.stderr).toContain('there is a user anna already');
    expect((await tryLogIn('anna', SECOND)).status).toBe(400);
    // The hash is made with the parameters that login has, so that it costs what every other costs.
    expect((await service.logLines()).join('\n')).not.toContain('password_rehashed');
  });

  test('users are shown and listed', async () => {
    const shown = await users.run(`npm run users -- show anna ${STACK}`);
    expect(shown.stdout).toMatch(/^user +anna\n[\s\S]*scopes +items:read\n/);
    const listed = await users.run(`npm run users -- list ${STACK}`, '', '--json');
    const names = (JSON.parse(listed.stdout) as { username: string }[]).map(
      (user) => user.username,
    );
    expect(names.toSorted()).toEqual(['anna', 'johndoe']);
    expect(shown.stdout + listed.stdout).not.toContain('argon2');
  });

  test('disabling ends sessions and logins, and enabling brings back only the latter', async () => {
    const tokens = await logIn(service.url, { username: 'anna', password: FIRST });
    const line = `npm run users -- disable anna ${STACK}`;
    const unasked = await users.run(line);
    expect(unasked).toMatchObject({ exitCode: 3, stdout: '' });
    expect((await refreshAt(service.url, '/refresh', tokens.refresh_token)).status).toBe(200);

    const fresh = await logIn(service.url, { username: 'anna', password: FIRST });
    expect(await users.run(line, '', '--yes')).toMatchObject({ exitCode: 0, stderr: '' });
    const refused = await refreshAt(service.url, '/refresh', fresh.refresh_token);
    expect(refused).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
    expect((await tryLogIn('anna', FIRST)).json).toMatchObject({ error: 'invalid_grant' });

    expect(await users.run(`npm run users -- enable anna ${STACK}`)).toMatchObject({ exitCode: 0 });
    expect((await refreshAt(service.url, '/refresh', fresh.refresh_token)).status).toBe(400);
    expect((await tryLogIn('anna', FIRST)).status).toBe(200);
  });

  test('a new password ends the sessions of the old one', async () => {
    const tokens = await logIn(service.url, { username: 'anna', password: FIRST });
    const line = `npm run users -- set-password anna ${STACK}`;
    const weak = await users.run(line, 'too short', '--yes');
    expect(weak).toMatchObject({ exitCode: 3, stdout: '' });
    expect(weak.stderr).toContain('at least 15 characters');
    expect(await users.run(line, SECOND, '--yes')).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await refreshAt(service.url, '/refresh', tokens.refresh_token)).status).toBe(400);
    expect((await tryLogIn('anna', FIRST)).status).toBe(400);
    expect((await tryLogIn('anna', SECOND)).status).toBe(200);
  });

  test('new scopes count from the next token on', async () => {
    const tokens = await logIn(service.url, { username: 'anna', password: SECOND });
    const line = `npm run users -- scopes anna --set items:read --set orders:read ${STACK}`;
    expect(await users.run(line)).toMatchObject({
      exitCode: 0,
      stdout: 'anna now holds items:read orders:read\n',
    });
    expect(await logIn(service.url, { username: 'anna', password: SECOND })).toMatchObject({
      scope: 'items:read orders:read',
    });
    // A session never holds more than it was begun with.
    const refreshed = await refreshAt(service.url, '/refresh', tokens.refresh_token);
    expect(refreshed.json).toMatchObject({ scope: 'items:read' });
  });

  test('sessions are shown, and ended one at a time or together', async () => {
    const [one, other] = [
      await logIn(service.url, { username: 'anna', password: SECOND }),
      await logIn(service.url, { username: 'anna', password: SECOND }),
    ];
    const shown = await users.run(`npm run users -- sessions anna ${STACK}`, '', '--json');
    const { sessions } = JSON.parse(shown.stdout) as { sessions: { id: string }[] };
    const ids = sessions.map(({ id }) => id);
    expect(ids.length).toBeGreaterThanOrEqual(2);
    const refreshed = await refreshAt(service.url, '/refresh', one.refresh_token);
    expect(refreshed.status).toBe(200);
    const line = `npm run users -- revoke anna --all ${STACK}`;
    expect(await users.run(line)).toMatchObject({ exitCode: 3 });
    expect(await users.run(line, '', '--yes')).toMatchObject({
      exitCode: 0,
      stdout: 'ended every session of anna\n',
    });
    for (const token of [other.refresh_token, String(refreshed.json['refresh_token'])]) {
      expect((await refreshAt(service.url, '/refresh', token)).status).toBe(400);
    }
  });

  test('an expired password opens no session until it is changed', async () => {
    const line = `npm run users -- expire-password anna ${STACK}`;
    expect(await users.run(line, '', '--yes')).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await tryLogIn('anna', SECOND)).status).toBe(400);
    await users.run(`npm run users -- set-password anna ${STACK}`, FIRST, '--yes');
    expect((await tryLogIn('anna', FIRST)).status).toBe(200);
  });

  test('a user who is deleted is gone, sessions and all', async () => {
    const tokens = await logIn(service.url, { username: 'anna', password: FIRST });
    const roles = `npm run users -- roles anna --set editor ${STACK}`;
    expect(await users.run(roles)).toMatchObject({ stdout: 'anna now holds editor\n' });
    const line = `npm run users -- delete anna ${STACK}`;
    const deleted = await users.run(line, '', '--yes');
    expect(deleted).toMatchObject({ exitCode: 0, stderr: '' });
    expect(deleted.stdout).toMatch(/^deleted anna and \d+ sessions of theirs\n$/);
    const refused = await refreshAt(service.url, '/refresh', tokens.refresh_token);
    expect(refused).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
    expect((await tryLogIn('anna', FIRST)).status).toBe(400);
  });

  test('no password is in any log', async () => {
    const log = (await service.logLines()).join('\n');
    expect(log).toContain('login_refused');
    for (const secret of [FIRST, SECOND, 'argon2id']) expect(log).not.toContain(secret);
  });
});

test('a local edition that is not running is started for the command alone', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'latchkey-users-'));
  try {
    const before = await startService({ dataDirectory });
    await before.stop();
    const users = userCommands(dataDirectory);
    const made = await users.run(`npm run users -- create anna --scope items:read ${STACK}`, FIRST);
    expect(made).toMatchObject({ exitCode: 0, stderr: '' });
    const after = await startService({ dataDirectory });
    try {
      const tokens = await logIn(after.url, { username: 'anna', password: FIRST });
      expect(tokens.scope).toBe('items:read');
    } finally {
      await after.stop();
    }
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true });
  }
}, 60_000);

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { getWith, logIn, postForm, type Tokens } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Why a token is refused: for whoever sits at the terminal, and never for the client. */
describe('the reason of a 401', () => {
  let service: RunningService;
  let tokens: Tokens;

  beforeAll(async () => {
    service = await startService({ adjustableClock: true });
    tokens = await logIn(service.url);
  }, 60_000);
  afterAll(() => service.stop());

  const inspect = async (input: string, ...words: string[]) => {
    const line = ['run', '--silent', 'token', '--', 'inspect', '-', ...words];
    const child = spawn('npm', line, {
      cwd: ROOT,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: process.env['HOME'] ?? '',
        LATCHKEY_DATA: service.dataDirectory,
      },
    });
    child.stdin.end(input);
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { exitCode: await exited, stdout, stderr };
  };

  const refusalOf = async (token: string | undefined, path = '/users/me'): Promise<string> => {
    const before = service.refusals.length;
    const answer = await getWith(`${service.url}${path}`, token);
    expect([401, 404]).toContain(answer.status);
    // The log's line may come after the answer.
    while (service.refusals.length === before)
      await new Promise((resolve) => setImmediate(resolve));
    const line = service.refusals.at(-1) ?? '';
    expect(line).toMatch(new RegExp(`^${answer.status} GET `));
    expect(answer.text).not.toMatch(/expired|signature|kid|canonical|revoked/);
    return line;
  };

  test('npm run token -- inspect finds the running edition and calls a good token valid', async () => {
    const { exitCode, stdout, stderr } = await inspect(JSON.stringify(tokens));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain(`✓ valid\n  judged by the local edition, ${service.url}\n`);
    expect(stdout).toMatch(/exp {8}20.*Z \(in 14 min\)/);
    const byIssuer = await inspect(tokens.access_token, '--issuer', service.url);
    expect(byIssuer).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('the same token with another signature is refused, and both say why', async () => {
    const at = tokens.access_token.lastIndexOf('.') + 1;
    const letter = tokens.access_token[at] === 'A' ? 'B' : 'A';
    const changed = `${tokens.access_token.slice(0, at)}${letter}${tokens.access_token.slice(at + 1)}`;
    const { exitCode, stdout } = await inspect(changed);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('✗ signature wrong');
    expect(await refusalOf(changed)).toContain(
      '401 GET /users/me — token refused: signature wrong',
    );
  });

  test('a logout is seen by both', async () => {
    const other = await logIn(service.url);
    await postForm(`${service.url}/revoke`, { token: other.refresh_token });
    const { exitCode, stdout } = await inspect(other.access_token);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('✗ its session was revoked');
    expect(await refusalOf(other.access_token)).toContain('its session was revoked');
  });

  test('requests that the authorizer never sees are explained, too', async () => {
    expect(await refusalOf(undefined)).toBe('401 GET /users/me — there is no Authorization header');
    expect(await refusalOf(undefined, '/user/me?token=x')).toBe(
      '404 GET /user/me — there is no such route',
    );
  });

  test('an expired token is refused with its age', async () => {
    service.advance(18 * 60_000);
    expect(await refusalOf(tokens.access_token)).toBe(
      '401 GET /users/me — token refused: expired 3 min ago',
    );
  });

  test('no token stands in any of these lines', () => {
    const lines = service.refusals.join('\n');
    for (const part of tokens.access_token.split('.')) expect(lines).not.toContain(part);
    expect(service.problems).toEqual([]);
  });
});

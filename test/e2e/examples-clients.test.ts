import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './documented-commands.ts';
import { readHttpFile, sendAll } from './http-file.ts';
import { describeWithPython, PYTHON } from './running-example.ts';
import { startService, type RunningService } from './running-service.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');

describe('the examples of clients', () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService();
  }, 60_000);
  afterAll(() => service.stop());

  test('curl.sh goes from login to logout', async () => {
    const { exitCode, stdout, stderr } = await runProgram('examples/curl.sh', [], {
      LATCHKEY_URL: service.url,
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.match(/"username":"johndoe"/g)).toHaveLength(2);
    expect(stdout).toMatch(/good for 900 seconds[\s\S]*refreshed[\s\S]*logged out\n$/);
    expect((await service.logLines()).join('\n')).toContain('"event":"session_revoked"');
  });

  test('curl.sh ends with the error of the service', async () => {
    const { exitCode, stdout } = await runProgram('examples/curl.sh', [], {
      LATCHKEY_URL: `${service.url}/nowhere`,
    });
    expect(exitCode).not.toBe(0);
    expect(stdout).not.toContain('logged in');
  });

  test('curl.sh gives no secret to a program as an argument', () => {
    const script = readFileSync(join(EXAMPLES, 'curl.sh'), 'utf8');
    const secret = /\$\{?(?:password|access_token|refresh_token)/g;
    expect(script.match(secret)).toHaveLength(4);
    // printf is the shell's own: what it prints goes into a pipe.
    expect(script.replaceAll(/printf [^|]*\|/g, '')).not.toMatch(secret);
  });

  test('requests.http answers what its titles say', async () => {
    const text = readFileSync(join(EXAMPLES, 'requests.http'), 'utf8');
    expect(text).toContain('@url = http://localhost:3000\n');
    const requests = readHttpFile(text, { url: service.url });
    const answers = await sendAll(requests);
    expect(answers.map(({ status }, at) => [requests[at]?.title, status])).toEqual([
      ['Log in as the demo user. What comes back fills the requests below.', 200],
      ['A guarded route', 200],
      ['A route behind the scope items:read', 200],
      ['Without a token: 401', 401],
      ['The next pair of tokens', 200],
      ['Where this user is logged in', 200],
      ['Log out', 200],
      ['The session is over: 400 invalid_grant', 400],
      ['What verifiers read: the public keys', 200],
    ]);
    expect(answers.at(-2)?.json['error']).toBe('invalid_grant');
  });

  const [describePython, remark] = describeWithPython('requests_oauthlib');
  describePython(`python/requests_oauthlib_client.py${remark}`, () => {
    test('logs in, refreshes by itself, and logs out', async () => {
      const script = 'examples/python/requests_oauthlib_client.py';
      const environment = { LATCHKEY_URL: service.url, PYTHONDONTWRITEBYTECODE: '1' };
      expect(await runProgram(PYTHON, [script], environment)).toEqual({
        exitCode: 0,
        stdout: 'logged in\nthis is johndoe\nrefreshed: True\nlogged out\n',
        stderr: '',
      });
    });
  });
});

test('README.md of the examples names each of them', () => {
  const page = readFileSync(join(EXAMPLES, 'README.md'), 'utf8');
  const files = readdirSync(EXAMPLES, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'README.md')
    .map(({ parentPath, name }) => join(parentPath, name).slice(EXAMPLES.length + 1))
    .filter((path) => /^(browser|python|node)\/|^[^/]+\.(sh|http)$/.test(path));
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) expect(page).toContain(`](${file})`);
});

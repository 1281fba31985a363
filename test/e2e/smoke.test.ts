import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSmokeProgram } from '../../infra/cli/smoke/smoke-program.ts';
import { runProgram } from './documented-commands.ts';
import { getWith, logIn } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';

type Fetch = typeof globalThis.fetch;

/** What a broken deployment answers in place of the good one. */
type Fault = (path: string, init: RequestInit | undefined, answer: Response) => Promise<Response>;

const body = (init: RequestInit | undefined): string =>
  typeof init?.body === 'string' ? init.body : '';

const replaced = async (
  answer: Response,
  { status = answer.status, text = '', headers = new Headers(answer.headers) },
): Promise<Response> =>
  Promise.resolve(new Response(text === '' ? await answer.text() : text, { status, headers }));

const withoutHeader = (answer: Response, name: string): Promise<Response> => {
  const headers = new Headers(answer.headers);
  headers.delete(name);
  return replaced(answer, { headers });
};

/** Each with the check that must find it, and a word of what it says. */
const FAULTS: Readonly<Record<string, readonly [check: string, says: RegExp, fault: Fault]>> = {
  'metadata of another issuer': [
    'metadata',
    /expected issuer "http.*; came "https:\/\/other\.example"/,
    async (path, _init, answer) =>
      path.includes('oauth-authorization-server')
        ? replaced(answer, { text: '{"issuer":"https://other.example"}' })
        : answer,
  ],
  'a private key in the set': [
    'key set',
    /public members only/,
    async (path, _init, answer) =>
      path.includes('jwks')
        ? replaced(answer, { text: (await answer.text()).replace('"kty"', '"d":"x","kty"') })
        : answer,
  ],
  'keys that nobody may cache': [
    'key set',
    /max-age=…; came "no Cache-Control"/,
    async (path, _init, answer) =>
      path.includes('jwks') ? withoutHeader(answer, 'cache-control') : answer,
  ],
  'tokens that may be cached': [
    'login',
    /no-store/,
    async (path, _init, answer) =>
      path === '/token' ? withoutHeader(answer, 'cache-control') : answer,
  ],
  'a route that is closed': [
    'guarded route: opens',
    /expected 200 for GET \/users\/me; came HTTP 403/,
    async (path, init, answer) =>
      path === '/users/me' && init?.headers ? replaced(answer, { status: 403 }) : answer,
  ],
  'a route that is open': [
    'guarded route: 401 without',
    /expected 401 without a token; came HTTP 200/,
    async (path, init, answer) =>
      path === '/users/me' && !init?.headers ? replaced(answer, { status: 200 }) : answer,
  ],
  'no challenge': [
    'guarded route: 401 without',
    /WWW-Authenticate: Bearer.*came none/,
    async (_path, _init, answer) =>
      answer.status === 401 ? withoutHeader(answer, 'www-authenticate') : answer,
  ],
  'an authorizer that looks at no signature': [
    'guarded route: 401 for a tampered',
    /expected 401 with another scope written into it; came HTTP 200/,
    async (path, init, answer) =>
      path === '/users/me' && init?.headers ? replaced(answer, { status: 200 }) : answer,
  ],
  'old refresh tokens that work for ever': [
    'reuse: an old',
    /expected HTTP 400 invalid_grant; came HTTP 200/,
    async (path, _init, answer) =>
      path === '/refresh' && answer.status === 400
        ? replaced(answer, { status: 200, text: '{}' })
        : answer,
  ],
  'a logout that does nothing': [
    'logout',
    /expected 200 for the logout; came HTTP 503/,
    async (path, _init, answer) =>
      path === '/revoke' ? replaced(answer, { status: 503, text: '{}' }) : answer,
  ],
};

describe('npm run smoke', () => {
  let service: RunningService;
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-smoke-'));

  beforeAll(async () => {
    service = await startService({ adjustableClock: true });
  }, 60_000);
  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true });
  });

  /** The overlap window passes at once: the service's clock is put forward. */
  const smoke = async (words: readonly string[], fetch: Fetch = globalThis.fetch) => {
    const printed: string[] = [];
    const noted: string[] = [];
    let ahead = 0;
    const exitCode = await runSmokeProgram(words, {
      print: (line) => printed.push(line),
      note: (line) => noted.push(line),
      askSecret: null,
      readInput: null,
      fetch,
      wait: async (ms) => {
        ahead += ms;
        service.advance(ms);
      },
      now: () => Date.now() + ahead,
      readOutputs: () => Promise.reject(new Error('not asked for')),
    });
    return { exitCode, printed, noted: noted.join('\n') };
  };

  const sessions = async (): Promise<number> => {
    const { access_token: token } = await logIn(service.url);
    const answer = await getWith(`${service.url}/users/me/sessions`, token);
    return (JSON.parse(answer.text) as { sessions?: unknown[] }).sessions?.length ?? -1;
  };

  test('the command itself, with what cdk deploy --outputs-file wrote', async () => {
    const outputs = join(folder, 'outputs.json');
    writeFileSync(outputs, JSON.stringify({ LatchkeyStack: service.outputs }));
    const words = ['run', '--silent', 'smoke', '--', '--outputs', outputs, '--skip-reuse'];
    const { exitCode, stdout, stderr } = await runProgram('npm', words, {});
    expect(stdout).toContain('9 of 9 checks held');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: `trying ${service.url}\n` });
  });

  test('all of it holds on the local edition, and no session is left', async () => {
    const before = await sessions();
    const { exitCode, printed } = await smoke([service.url]);
    expect(printed.filter((line) => !line.startsWith('✓ '))).toEqual(['12 of 12 checks held']);
    expect(printed[0]).toMatch(/^✓ metadata: the issuer is its own +\d+ ms$/);
    expect(exitCode).toBe(0);
    // The one more is that of asking.
    expect(await sessions()).toBe(before + 1);
    expect((await service.logLines()).join('\n')).toContain('"reason":"theft"');
  });

  test.each(Object.entries(FAULTS))('%s is found', async (_name, [check, says, fault]) => {
    const faulty: Fetch = async (input, init) => {
      const url = new URL(String(input instanceof Request ? input.url : input));
      return fault(url.pathname, init, await fetch(input, init));
    };
    const { exitCode, printed } = await smoke([service.url], faulty);
    expect(exitCode).toBe(1);
    const at = printed.findIndex((line) => line.startsWith(`✗ ${check}`));
    expect([check, printed[at + 1]]).toEqual([check, expect.stringMatching(says)]);
  });

  test('no token and no password is printed, whatever fails', async () => {
    const seen: string[] = [];
    const broken: Fetch = async (input, init) => {
      const answer = await fetch(input, init);
      const text = await answer.text();
      seen.push(...(text.match(/[\w-]{60,}/g) ?? []));
      const isToken = body(init).includes('password');
      return new Response(text, { status: isToken ? 200 : 418, headers: answer.headers });
    };
    const { printed, noted } = await smoke([service.url], broken);
    expect(printed.some((line) => line.startsWith('✗'))).toBe(true);
    const text = `${printed.join('\n')}${noted}`;
    expect(seen.length).toBeGreaterThan(2);
    for (const secret of [...seen, 'password=']) expect(text).not.toContain(secret);
  });

  test('what can not go on is said to be skipped, and a service that is away is one line each', async () => {
    const { exitCode, printed } = await smoke(['http://localhost:1', '--json']);
    expect(exitCode).toBe(1);
    const { held, checks } = JSON.parse(printed.join('\n')) as {
      held: number;
      checks: { name: string; outcome: string; detail?: string }[];
    };
    expect(held).toBe(0);
    expect(checks.find(({ name }) => name.startsWith('login'))?.detail).toMatch(
      /expected an answer of http:\/\/localhost:1\/token; came /,
    );
    expect(checks.find(({ name }) => name.startsWith('logout'))?.outcome).toBe('skipped');
  });

  test('a command line that makes no sense is refused before anything is sent', async () => {
    expect(await smoke([])).toMatchObject({ exitCode: 2 });
    expect(await smoke(['http://api.example'])).toMatchObject({ exitCode: 2 });
    expect(await smoke([service.url, '--overlap-window', '5'])).toMatchObject({ exitCode: 2 });
    const asked = await smoke(['https://api.example']);
    expect(asked).toMatchObject({ exitCode: 2, printed: [] });
    expect(asked.noted).toContain('say who logs in: --username NAME');
  });
});

import { decodeProtectedHeader } from 'jose';
import { setTimeout as pause } from 'node:timers/promises';
import { keyCommands, runProgram } from './documented-commands.ts';
import { getWith, logIn, refreshAt, type Tokens } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';

const MINUTE = 60_000;
const STACK = '--stack LatchkeyStack';

interface Rings {
  readonly rings: Readonly<
    Record<string, { readonly keys: readonly { readonly kid: string; readonly state: string }[] }>
  >;
}

const kidOf = ({ access_token }: Pick<Tokens, 'access_token'>): string =>
  decodeProtectedHeader(access_token).kid ?? '';

/**
 * docs/operations.md, command by command, on the local edition. The edition's clock is put forward by
 * less than 15 minutes while commands run: they sign their calls with the real time.
 */
describe('operating the keys of a running service', () => {
  let service: RunningService;
  let keys: ReturnType<typeof keyCommands>;

  beforeAll(async () => {
    service = await startService({ adjustableClock: true });
    keys = keyCommands(service.dataDirectory);
  }, 60_000);
  afterAll(() => service.stop());

  const statusOf = async (token: string): Promise<number> =>
    (await getWith(`${service.url}/users/me`, token)).status;
  const kids = async (ring: string, state: string): Promise<readonly string[]> => {
    const { stdout } = await keys.run(`npm run keys -- list ${STACK}`, '', '--json');
    const { rings } = JSON.parse(stdout) as Rings;
    return (rings[ring]?.keys ?? []).filter((key) => key.state === state).map(({ kid }) => kid);
  };

  test('npm run keys lists them with their times', async () => {
    const words = ['run', '--silent', 'keys', '--', 'list', '--local'];
    const listed = await runProgram('npm', words, { LATCHKEY_DATA: service.dataDirectory });
    expect(listed).toMatchObject({ exitCode: 0, stderr: '' });
    expect(listed.stdout).toMatch(/signing keys[\s\S]*publish 20.*Z → sign .* → retire .* → drop /);
  });

  test('a service that is minutes old has no key that may sign yet: nothing is changed', async () => {
    const active = await kids('signing', 'active');
    const refused = await keys.run(`npm run keys -- rotate ${STACK}`);
    expect(refused).toMatchObject({ exitCode: 3, stdout: '' });
    expect(refused.stderr).toMatch(/try again in 1\d minutes, from 20/);
    expect(await kids('signing', 'active')).toEqual(active);
  });

  test('a rotation lets the next key sign; tokens of the old one stay good', async () => {
    const before = await logIn(service.url);
    service.advance(12 * MINUTE);
    const planned = await keys.run(`npm run keys -- rotate --dry-run ${STACK}`);
    expect(planned.stdout).toContain('nothing was changed (--dry-run)');
    expect(await kids('signing', 'active')).toEqual([kidOf(before)]);

    expect(await keys.run(`npm run keys -- rotate ${STACK}`)).toMatchObject({ exitCode: 0 });
    const macs = await keys.run(`npm run keys -- rotate --ring refresh-token ${STACK}`);
    expect(macs.exitCode).toBe(0);
    expect(await kids('signing', 'retired')).toEqual([kidOf(before)]);
    service.advance(MINUTE);
    const after = await refreshAt(service.url, '/refresh', before.refresh_token);
    const tokens = after.json as unknown as Tokens;
    expect([kidOf(tokens)]).toEqual(await kids('signing', 'active'));
    expect(await statusOf(tokens.access_token)).toBe(200);
    expect(await statusOf(before.access_token)).toBe(200);
  });

  test('an early retirement is refused', async () => {
    const [active = ''] = await kids('signing', 'active');
    const words = ['retire', active, '--local', '--yes'];
    const environment = { LATCHKEY_DATA: service.dataDirectory };
    const refused = await runProgram(
      process.execPath,
      ['infra/cli/keys.ts', ...words],
      environment,
    );
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toMatch(/would be retired early: it signs now/);
    expect(await kids('signing', 'active')).toEqual([active]);
  });

  test('the emergency drill: under load, no token of the new key is refused, and those of the old die in time', async () => {
    const first = await logIn(service.url);
    const bad = kidOf(first);
    const refusals: string[] = [];
    const seen = new Map<string, number>();
    const over = new AbortController();
    const client = async (): Promise<void> => {
      let tokens = await logIn(service.url);
      while (!over.signal.aborted && refusals.length === 0) {
        const answer = await refreshAt(service.url, '/refresh', tokens.refresh_token);
        if (answer.status === 200) tokens = answer.json as unknown as Tokens;
        const kid = kidOf(tokens);
        const status = await statusOf(tokens.access_token);
        seen.set(kid, (seen.get(kid) ?? 0) + 1);
        if (answer.status !== 200) refusals.push(`refresh ${answer.status}`);
        if (status !== 200 && kid !== bad) refusals.push(`${status} for ${kid}`);
        await pause(20);
      }
    };
    const load = Promise.all([client(), client(), client()]);
    try {
      const line = `npm run keys -- retire KID --compromised ${STACK}`;
      const retired = await keys.run(line, bad, '--yes', '--no-wait');
      expect(retired.exitCode).toBe(0);
      expect(retired.stderr).toContain(`${bad} signs no more`);
      const [successor = ''] = await kids('signing', 'active');
      expect(successor).not.toBe(bad);
      // Signers re-read the ring within a minute.
      service.advance(MINUTE);
      expect(await keys.run(`npm run keys -- settle ${STACK}`)).toMatchObject({ exitCode: 0 });
      expect(kidOf(await logIn(service.url))).toBe(successor);
      // Five minutes of the key-set cache, one of the gateway's.
      service.advance(6 * MINUTE);
      expect(await statusOf(first.access_token)).toBe(401);
      const before = seen.get(successor) ?? 0;
      while ((seen.get(successor) ?? 0) < before + 20 && refusals.length === 0) await pause(20);
    } finally {
      over.abort();
      await load;
    }
    expect(refusals).toEqual([]);
    expect([...seen.keys()]).toContain(bad);
  }, 60_000);
});

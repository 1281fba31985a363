import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { getWith, logIn, postForm, refreshAt, type Tokens } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';
import { introspectorToken, postWith, withConsole } from './service-users.ts';

const MINUTE = 60_000;
const SECOND = 1000;

interface Line {
  readonly level: string;
  readonly service: string;
  readonly event?: string;
  readonly reason?: string;
  readonly SecurityEvents?: number;
}

/** The key set's secret from outside; the service's clock may run ahead of ours. */
async function keySetSecret(service: RunningService) {
  const clientAt = (systemClockOffset: number) =>
    new SecretsManagerClient({
      endpoint: service.aws.secretsManagerUrl,
      region: 'us-east-1',
      credentials: service.aws.administrator,
      systemClockOffset,
    });
  const SecretId = service.outputs['KeySetSecretArn'];
  const { SecretString: good = '' } = await clientAt(0).send(
    new GetSecretValueCommand({ SecretId }),
  );
  const write = async (SecretString: string, ahead: number) =>
    void (await clientAt(ahead).send(new PutSecretValueCommand({ SecretId, SecretString })));
  return { break: () => write('{}', 0), mend: (ahead: number) => write(good, ahead) };
}

/** One story, told in the order of its tests: each begins where the one before it ended. */
describe('a key set that can not be read any more', () => {
  let service: RunningService;
  let secret: Awaited<ReturnType<typeof keySetSecret>>;
  let introspector: string;
  let ahead = 0;

  const advance = (ms: number) => {
    ahead += ms;
    service.advance(ms);
  };
  const me = async ({ access_token }: Tokens) =>
    (await getWith(`${service.url}/users/me`, access_token)).status;
  const introspect = ({ access_token: token }: Tokens) =>
    postWith(`${service.url}/introspect`, introspector, { token });
  const revoke = ({ access_token: token }: Tokens) => postForm(`${service.url}/revoke`, { token });
  const events = async (): Promise<readonly string[]> =>
    (await service.logLines())
      .map((line) => JSON.parse(line) as Line)
      .filter(({ level, SecurityEvents }) => level === 'security' && SecurityEvents === 1)
      .map((line) => `${line.service} ${line.event}: ${line.reason}`)
      .filter((line) => /unavailable|failed/.test(line));

  beforeAll(async () => {
    service = await startService({ adjustableClock: true, transformTemplate: withConsole });
    secret = await keySetSecret(service);
    introspector = await introspectorToken(service);
    const tokens = await logIn(service.url);
    await me(tokens);
    await introspect(tokens);
    await revoke(tokens);
    await secret.break();
  }, 60_000);
  afterAll(() => service.stop());

  test('is worked with for an hour as it was, and each verifier says so', async () => {
    expect(await events()).toEqual([]);
    advance(59 * MINUTE + 20 * SECOND);
    introspector = await introspectorToken(service);
    const tokens = await logIn(service.url);
    expect(await me(tokens)).toBe(200);
    expect((await introspect(tokens)).json).toMatchObject({ active: true });
    expect((await revoke(tokens)).status).toBe(200);
    expect((await introspect(tokens)).text).toBe('{"active":false}');
    const told = await events();
    for (const verifier of ['authorizer', 'introspect', 'revoke']) {
      expect(told).toContain(`${verifier} key_set_unavailable: stale_but_used`);
    }
    expect(told.join('\n')).not.toMatch('failed');
  });

  test('and then by nobody: 500 and 503, never a yes and never a no', async () => {
    // The gateway still has its yes to the introspector, from 50 seconds ago.
    advance(50 * SECOND);
    const tokens = await logIn(service.url);
    expect(await me(tokens)).toBe(500);
    for (const answer of [await introspect(tokens), await revoke(tokens)]) {
      expect([answer.status, answer.json['error']]).toEqual([503, 'temporarily_unavailable']);
    }
    const told = await events();
    expect(told).toContain('authorizer authorizer_failed: not_judged');
    for (const verifier of ['authorizer', 'introspect', 'revoke']) {
      expect(told).toContain(`${verifier} key_set_unavailable: failed_closed`);
    }
  });

  test('while sessions go on, which need none', async () => {
    const { refresh_token } = await logIn(service.url);
    expect((await refreshAt(service.url, '/refresh', refresh_token)).status).toBe(200);
  });

  test('until it can be read again: the next request is answered', async () => {
    const tokens = await logIn(service.url);
    expect(await me(tokens)).toBe(500);
    await secret.mend(ahead);
    expect(await me(tokens)).toBe(200);
    expect((await revoke(tokens)).status).toBe(200);
  });

  test('alarms are not played here, and the edition says so', () => {
    expect(service.unenforced).toContain('alarms and dashboards');
    expect(service.problems.join('\n')).not.toContain('not authorized');
  });
});

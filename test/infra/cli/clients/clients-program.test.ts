import { fitsClientSecret } from '../../../../functions/core/clients/client-secret.ts';
import { runClientsProgram } from '../../../../infra/cli/clients/clients-program.ts';
import { MemoryClientStore } from '../../../fakes/memory-client-store.ts';
import { aRegisteredClient, CLIENT_SECRET, START } from '../../../fakes/session-samples.ts';

const LOCAL = '--local';
let clients: MemoryClientStore;
let answer: boolean | null;

beforeEach(() => {
  clients = new MemoryClientStore([aRegisteredClient()]);
  answer = null;
});

/** @returns the exit code and what was printed, beside the result and about it */
async function run(...words: string[]) {
  const [printed, noted]: [string[], string[]] = [[], []];
  const exitCode = await runClientsProgram(words, {
    print: (line) => void printed.push(line),
    note: (line) => void noted.push(line),
    confirm: answer === null ? null : () => Promise.resolve(answer === true),
    open: () => Promise.resolve({ name: 'stack Test', clients, close: () => Promise.resolve() }),
    now: () => START,
    random: { bytes: (count) => Buffer.alloc(count, 7) },
  });
  return { exitCode, printed: printed.join('\n'), noted: noted.join('\n') };
}

const registration = async (clientId: string) => (await clients.find(clientId))?.registration;
const secretIn = (printed: string): string => /latchkey_secret_[\w-]+/.exec(printed)?.[0] ?? '';

describe('create', () => {
  test('registers a client, and shows a secret that it can use', async () => {
    const words = ['--name', 'Invoices', '--scope', 'orders:read orders:write', LOCAL];
    const { exitCode, printed, noted } = await run('create', 'invoices', ...words);
    expect(exitCode).toBe(0);
    expect(noted).toContain('shown this once');
    const made = await clients.find('invoices');
    expect(made).toMatchObject({
      type: 'confidential',
      registration: {
        name: 'Invoices',
        grants: ['client_credentials'],
        scopes: ['orders:read', 'orders:write'],
        disabled: false,
        createdAt: START,
      },
    });
    const secret = secretIn(printed);
    expect(fitsClientSecret(secret, 'invoices', made?.registration ?? null, START)).toBe(true);
    expect(JSON.stringify(made)).not.toContain(secret);
  });

  test('takes reserved scopes only when they are meant', async () => {
    const words = ['create', 'gate', '--scope', 'tokens:introspect', LOCAL];
    expect(await run(...words)).toMatchObject({ exitCode: 3 });
    expect(await clients.find('gate')).toBeNull();
    expect(await run(...words, '--reserved')).toMatchObject({ exitCode: 0 });
    expect((await clients.find('gate'))?.reservedScopes).toEqual(['tokens:introspect']);
  });

  test('overwrites none', async () => {
    const { exitCode, printed, noted } = await run('create', 'reports', LOCAL);
    expect([exitCode, printed]).toEqual([3, '']);
    expect(noted).toContain('there is a client reports already');
    expect(await clients.find('reports')).toEqual(aRegisteredClient());
  });

  test('with --dry-run makes nothing, and shows no secret', async () => {
    const { printed } = await run('create', 'invoices', '--dry-run', '--json', LOCAL);
    expect(JSON.parse(printed)).toMatchObject({ dryRun: true, changed: false });
    expect(secretIn(printed)).toBe('');
    expect(await clients.find('invoices')).toBeNull();
  });

  test.each([
    [['create', 'a b'], 'no client can be named "a b"'],
    [['create', 'x'.repeat(129)], 'an id has 1 to 128 letters'],
    [['create', 'x', '--grant', 'implicit'], 'is no grant: there are client_credentials, password'],
    [['create', 'x', '--scope', 'a"b'], 'is no scope'],
    [['create', 'x', '--refresh-token-policy', 'never'], 'is no refresh-token policy'],
    [
      ['rotate-secret', 'reports', '--grace', 'a while'],
      'the grace time must be 0, or such as 30m',
    ],
    [['rotate-secret', 'reports', '--grace', '31d'], '30d at most'],
  ])('%j is told what is wrong, and nothing is opened', async (words, message) => {
    const { exitCode, noted } = await run(...words, LOCAL);
    expect(exitCode).toBe(2);
    expect(noted).toContain(message);
    expect(clients.calls).toBe(0);
  });
});

describe('rotate-secret', () => {
  test('keeps the secret of before for a day unless it is told otherwise', async () => {
    const { exitCode, printed } = await run('rotate-secret', 'reports', '--yes', LOCAL);
    expect(exitCode).toBe(0);
    const now = (await registration('reports')) ?? null;
    const fits = (secret: string, at: number) => fitsClientSecret(secret, 'reports', now, at);
    expect(fits(secretIn(printed), START)).toBe(true);
    expect(fits(CLIENT_SECRET, START + 86_399_999)).toBe(true);
    expect(fits(CLIENT_SECRET, START + 86_400_000)).toBe(false);
  });

  test('without grace asks first, and then ends the old one and every token', async () => {
    const words = ['rotate-secret', 'reports', '--grace', '0', LOCAL];
    answer = false;
    expect((await run(...words)).exitCode).toBe(3);
    expect(await clients.find('reports')).toEqual(aRegisteredClient());
    answer = true;
    expect((await run(...words)).exitCode).toBe(0);
    const now = (await registration('reports')) ?? null;
    expect(fitsClientSecret(CLIENT_SECRET, 'reports', now, START)).toBe(false);
    expect(now?.tokensValidFrom).toBe(START);
  });

  test('changes nothing that somebody else has changed meanwhile', async () => {
    const raced = new MemoryClientStore([aRegisteredClient()]);
    clients.replace = async (before, after) => {
      raced.put(aRegisteredClient({ updatedAt: START - 1 }));
      return raced.replace(before, after);
    };
    const { exitCode, noted } = await run('rotate-secret', 'reports', LOCAL);
    expect(exitCode).toBe(3);
    expect(noted).toContain('changed by somebody else');
  });
});

test('disable asks first, ends the tokens, and enable does not bring them back', async () => {
  expect((await run('disable', 'reports', LOCAL)).exitCode).toBe(3);
  expect((await run('disable', 'reports', '--yes', LOCAL)).printed).toBe('disabled reports');
  expect(await registration('reports')).toMatchObject({ disabled: true, tokensValidFrom: START });
  expect((await run('disable', 'reports', '--yes', LOCAL)).printed).toBe(
    'reports was disabled already',
  );
  expect((await run('enable', 'reports', LOCAL)).printed).toBe('enabled reports');
  expect(await registration('reports')).toMatchObject({ disabled: false, tokensValidFrom: START });
});

test('delete asks first, and says when there is nothing', async () => {
  expect((await run('delete', 'reports', LOCAL)).exitCode).toBe(3);
  expect((await run('delete', 'reports', '--yes', LOCAL)).exitCode).toBe(0);
  const again = await run('delete', 'reports', '--yes', LOCAL);
  expect(again).toMatchObject({ exitCode: 1 });
  expect(again.noted).toContain('there is no client reports in stack Test');
});

test('show and list have no hash in them', async () => {
  const { secretHash } = aRegisteredClient().registration;
  for (const words of [
    ['list'],
    ['list', '--json'],
    ['show', 'reports'],
    ['show', 'reports', '--json'],
  ]) {
    const { exitCode, printed } = await run(...words, LOCAL);
    expect(exitCode).toBe(0);
    expect(printed).toContain('reports');
    expect(printed).not.toContain(secretHash);
  }
});

import { goesOn } from '../../../../functions/core/sessions/user-sessions.ts';
import type { UsersService } from '../../../../infra/cli/users/users-service.ts';
import { startDynaliteTables, type DynaliteTables } from '../../../fakes/dynalite-tables.ts';
import { START } from '../../../fakes/session-samples.ts';
import { cheapHasher } from '../../../fakes/sign-in-bench.ts';
import { GOOD_PASSWORD, userCommandBench } from '../../../fakes/user-command-bench.ts';

const TARGET = ['--stack', 'Test'];

let tables: DynaliteTables;
let bench: Awaited<ReturnType<typeof userCommandBench>>;

beforeAll(async () => {
  tables = await startDynaliteTables();
});
afterAll(() => tables.stop());
beforeEach(async () => {
  bench = await userCommandBench(tables);
});

const run = (...words: string[]) => bench.run(...words, ...TARGET);
const liveSessionsOf = async (username: string): Promise<number> => {
  const user = await bench.users.find(username);
  const families = await bench.families.list(username);
  return families.filter((family) => user !== null && goesOn(family, user, START)).length;
};
/** Lets something happen to the tables just before a user is written to, once. */
const interrupt = (event: () => Promise<unknown>) => {
  let pending = true;
  bench.settings.wrap = (service: UsersService) => ({
    ...service,
    users: {
      ...service.users,
      async change(...change) {
        if (pending) {
          pending = false;
          await event();
        }
        return service.users.change(...change);
      },
    },
  });
};

describe('users -- disable and enable', () => {
  test('disabling ends every session, and enabling brings none back', async () => {
    const user = await bench.put();
    for (const familyId of ['one', 'two']) await bench.putSession({ familyId });
    expect(await liveSessionsOf('johndoe')).toBe(2);

    expect(await run('disable', 'JohnDoe', '--yes')).toEqual({
      exitCode: 0,
      printed: 'disabled johndoe and ended every session of theirs',
      noted: [],
    });
    const disabled = { ...user, disabled: true, epoch: user.epoch + 1, updatedAt: START };
    expect(await bench.users.find('johndoe')).toEqual(disabled);
    const families = await bench.families.list('johndoe');
    expect(families.map(({ revokedReason }) => revokedReason)).toEqual(['disabled', 'disabled']);

    expect(await run('enable', 'johndoe')).toMatchObject({ exitCode: 0 });
    expect(await bench.users.find('johndoe')).toEqual({ ...disabled, disabled: false });
    expect(await liveSessionsOf('johndoe')).toBe(0);
  });

  test('what is so already is left alone', async () => {
    const user = await bench.put();
    const { exitCode, printed } = await run('enable', 'johndoe', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ command: 'enable', changed: false, effects: [] });
    expect(await bench.users.find('johndoe')).toEqual(user);
    await bench.put({ disabled: true });
    expect((await run('disable', 'johndoe')).printed).toBe('johndoe was disabled already');
  });

  test.each([
    ['says no', false, 'nothing was changed'],
    ["can't be asked", null, 'say --yes'],
  ])('an operator who %s disables nobody', async (_, answer, reason) => {
    const user = await bench.put();
    bench.settings.answer = answer;
    const { exitCode, noted } = await run('disable', 'johndoe');
    expect(exitCode).toBe(3);
    expect(noted.at(-1)).toContain(reason);
    expect(await bench.users.find('johndoe')).toEqual(user);
  });

  test('an operator is told what will happen before being asked', async () => {
    await bench.put();
    bench.settings.answer = true;
    expect((await run('disable', 'johndoe')).noted).toEqual([
      'keep johndoe from logging in',
      'end every session of theirs, on all devices',
      'Disable johndoe in stack Test?',
    ]);
  });

  test.each(['disable', 'set-password', 'scopes --none'])('%s --dry-run', async (command) => {
    const user = await bench.put();
    const { exitCode, printed } = await run(...command.split(' '), 'johndoe', '--dry-run');
    expect(exitCode).toBe(0);
    expect(printed).toMatch(/^would: [\s\S]*nothing was changed \(--dry-run\)$/);
    expect(await bench.users.find('johndoe')).toEqual(user);
  });

  test('a login that rehashes the password meanwhile does not stop it', async () => {
    await bench.put();
    interrupt(() => bench.put({ passwordHash: 'rehashed' }));
    expect(await run('disable', 'johndoe', '--yes')).toMatchObject({ exitCode: 0 });
    expect(await bench.users.find('johndoe')).toMatchObject({
      disabled: true,
      passwordHash: 'rehashed',
    });
  });

  test('somebody who took the name meanwhile is left alone', async () => {
    await bench.put();
    interrupt(() => bench.put({ userId: 'user:other' }));
    const { exitCode, noted } = await run('disable', 'johndoe', '--yes');
    expect(exitCode).toBe(3);
    expect(noted).toEqual([
      'error: johndoe was deleted and made anew meanwhile: nothing was changed',
    ]);
    expect((await bench.users.find('johndoe'))?.disabled).toBe(false);
  });

  test('sessions are over even when nothing can be marked', async () => {
    await bench.put();
    await bench.putSession();
    bench.settings.wrap = (service) => ({
      ...service,
      families: { ...service.families, list: () => Promise.reject(new Error('no right to')) },
    });
    const { exitCode, noted } = await run('disable', 'johndoe', '--yes');
    expect(exitCode).toBe(0);
    expect(noted).toEqual([expect.stringMatching(/the sessions are over, but .*no right to/)]);
    expect(await liveSessionsOf('johndoe')).toBe(0);
  });
});

describe('users -- set-password', () => {
  test('sets it and ends every session', async () => {
    const user = await bench.put();
    await bench.putSession();
    bench.settings.input = `${GOOD_PASSWORD}\n`;
    const { exitCode, printed } = await run('set-password', 'johndoe', '--password-stdin', '--yes');
    expect(exitCode).toBe(0);
    expect(printed).toBe('changed the password of johndoe and ended every session of theirs');
    const changed = await bench.users.find('johndoe');
    expect(changed).toMatchObject({ epoch: user.epoch + 1, passwordChangedAt: START });
    expect(await cheapHasher.verify(changed?.passwordHash ?? '', GOOD_PASSWORD)).toBe(true);
    expect(await liveSessionsOf('johndoe')).toBe(0);
  });

  test('gives one to a user without any, who stays disabled', async () => {
    await bench.put({ passwordHash: null, disabled: true });
    bench.settings.typed = [GOOD_PASSWORD, GOOD_PASSWORD];
    bench.settings.answer = true;
    expect(await run('set-password', 'johndoe')).toMatchObject({ exitCode: 0 });
    const changed = await bench.users.find('johndoe');
    expect(changed?.disabled).toBe(true);
    expect(await cheapHasher.verify(changed?.passwordHash ?? '', GOOD_PASSWORD)).toBe(true);
  });

  test('refuses a weak one and changes nothing', async () => {
    const user = await bench.put();
    bench.settings.input = 'too short';
    const words = ['johndoe', '--password-stdin', '--yes'];
    expect(await run('set-password', ...words)).toMatchObject({ exitCode: 3 });
    expect(await bench.users.find('johndoe')).toEqual(user);
  });
});

describe('users -- scopes', () => {
  test.each(['scopes', 'roles'])('gives no more %s than fit into a token', async (held) => {
    const user = await bench.put({});
    const all = Array.from({ length: 65 }, (_, n) => `n${n}`).join(' ');
    const { exitCode, noted } = await run(held, 'johndoe', '--set', all);
    expect({ exitCode, noted: noted.join() }).toEqual({
      exitCode: 2,
      noted: expect.stringContaining(`too many ${held} to fit into a token: at most 64`) as string,
    });
    expect(await bench.users.find('johndoe')).toEqual(user);
  });

  test('replaces them, and asks only before it takes some away', async () => {
    const user = await bench.put({ scopes: ['items:read'] });
    const more = await run('scopes', 'johndoe', '--set', 'items:read', '--set', 'orders:read');
    expect(more).toMatchObject({ exitCode: 0, noted: [] });
    expect(more.printed).toBe('johndoe now holds items:read orders:read');
    expect(await run('scopes', 'johndoe', '--set', 'orders:read')).toMatchObject({ exitCode: 3 });
    expect(await run('scopes', 'johndoe', '--none', '--yes')).toMatchObject({ exitCode: 0 });
    const after = { ...user, scopes: [], updatedAt: START };
    expect(await bench.users.find('johndoe')).toEqual(after);
    expect((await run('scopes', 'johndoe', '--none')).printed).toBe(
      'johndoe held just these already',
    );
  });

  test('keeps reserved ones only if they are asked for as such', async () => {
    await bench.put({ scopes: ['users:admin'] });
    const words = ['scopes', 'johndoe', '--set', 'users:admin items:read'];
    expect(await run(...words)).toMatchObject({ exitCode: 3 });
    expect(await run(...words, '--reserved')).toMatchObject({ exitCode: 0 });
    expect((await bench.users.find('johndoe'))?.scopes).toEqual(['users:admin', 'items:read']);
  });

  test.each([[[]], [['--set', 'items:read', '--none']]])('refuses %j', async (words) => {
    expect(await run('scopes', 'johndoe', ...words)).toMatchObject({ exitCode: 2 });
    expect(await run('roles', 'johndoe', ...words)).toMatchObject({ exitCode: 2 });
  });

  test('roles are replaced the same way', async () => {
    const user = await bench.put({ roles: ['reader'] });
    const words = ['roles', 'johndoe', '--set', 'editor'];
    expect(await run(...words)).toMatchObject({ exitCode: 3 });
    expect(await run(...words, '--yes')).toMatchObject({
      exitCode: 0,
      printed: 'johndoe now holds editor',
    });
    expect(await bench.users.find('johndoe')).toEqual({
      ...user,
      roles: ['editor'],
      updatedAt: START,
    });
    expect((await run('roles', 'johndoe', '--none', '--yes')).printed).toBe(
      'johndoe now holds no roles',
    );
  });
});

test.each([
  'show',
  'disable',
  'enable',
  'set-password',
  'expire-password',
  'scopes --none',
  'roles --none',
  'sessions',
  'revoke --all',
  'delete',
])('%s says that there is no such user', async (command) => {
  const [verb = '', ...words] = command.split(' ');
  expect(await run(verb, 'nobody', ...words)).toEqual({
    exitCode: 1,
    printed: '',
    noted: ['error: there is no user nobody in stack Test'],
  });
});

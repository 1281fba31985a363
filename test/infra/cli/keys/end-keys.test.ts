import { keyCommandBench } from '../../../fakes/key-command-bench.ts';
import { expectSettled, kidsIn, MINUTE } from '../../../fakes/key-world.ts';

const TARGET = ['--stack', 'Test'];

describe('keys -- retire, without --compromised', () => {
  test.each([
    ['active', /would be retired early: it signs now; rotate lets the next key sign/],
    ['next', /would be retired early: it has signed nothing yet/],
    ['retired', /would be retired early: its tokens are good until 2026-01-02 00:21:00Z\./],
  ] as const)('refuses a key that is %s, and changes nothing', async (state, message) => {
    const { run, world, settings } = await keyCommandBench();
    settings.answer = true;
    await run('rotate', ...TARGET);
    const { writes } = world.manager;
    const [kid = ''] = kidsIn(world.signing(), state);
    for (const more of [[], ['--yes'], ['--dry-run']]) {
      const { exitCode, noted } = await run('retire', kid, ...TARGET, ...more);
      expect(exitCode).toBe(3);
      expect(noted).toHaveLength(1);
      expect(noted[0]).toMatch(message);
      expect(noted[0]).toMatch(/If it is compromised, say --compromised$/);
    }
    expect(world.manager.writes).toBe(writes);
  });

  test('takes a key out that has had its time, without asking', async () => {
    const { run, world } = await keyCommandBench();
    const [old = ''] = kidsIn(world.signing(), 'active');
    await run('rotate', ...TARGET);
    world.clock.time += 22 * MINUTE;
    expect((await run('retire', old, ...TARGET)).exitCode).toBe(0);
    expect(world.set().keys.map(({ kid }) => kid)).not.toContain(old);
    expectSettled(world);
  });

  test('knows no key of that name', async () => {
    const { run } = await keyCommandBench();
    const { exitCode, noted } = await run('retire', '-nobody', ...TARGET);
    expect(exitCode).toBe(1);
    expect(noted).toEqual(['error: there is no key -nobody: npm run keys -- list shows them all']);
  });
});

describe('keys -- retire --compromised', () => {
  test('says what will end and asks; after a yes the spare signs and the key is gone', async () => {
    const { run, world, settings } = await keyCommandBench();
    settings.answer = true;
    const [bad = ''] = kidsIn(world.signing(), 'active');
    const [spare] = kidsIn(world.signing(), 'next');
    const { exitCode, noted, printed } = await run('retire', bad, ...TARGET, '--compromised');
    expect(exitCode).toBe(0);
    expect(noted).toEqual([
      `new access tokens are made with ${spare}, which verifiers know`,
      `all access tokens made with ${bad} end within 6 minutes, at the gateway its authorizer cache's time later`,
      "This can't be undone. Go on with stack Test?",
      // It was ended while the command looked on.
      expect.stringMatching(
        new RegExp(`^${bad} signs no more, and goes at 2026-01-02 00:01:0\\dZ$`),
      ),
    ]);
    expect(kidsIn(world.signing(), 'active')).toEqual([spare]);
    expect(world.set().keys.map(({ kid }) => kid)).not.toContain(bad);
    expect(printed).not.toContain(bad);
    expectSettled(world);
  });

  test.each([
    [false, 'error: nothing was changed'],
    [null, 'error: nobody can be asked here: say --yes to confirm'],
  ])('changes nothing when the answer is %s', async (answer, message) => {
    const { run, world, settings } = await keyCommandBench();
    settings.answer = answer;
    const { writes } = world.manager;
    const [bad = ''] = kidsIn(world.signing(), 'active');
    const { exitCode, noted } = await run('retire', bad, ...TARGET, '--compromised');
    expect(exitCode).toBe(3);
    expect(noted.at(-1)).toBe(message);
    expect(world.manager.writes).toBe(writes);
  });

  test('does not wait with --no-wait, and says what is left to do', async () => {
    const { run, world } = await keyCommandBench();
    const [bad = ''] = kidsIn(world.signing(), 'active');
    const words = ['retire', bad, ...TARGET, '--compromised', '--yes', '--no-wait', '--json'];
    const { printed, noted } = await run(...words);
    expect(JSON.parse(printed)).toMatchObject({
      command: 'retire',
      changed: true,
      finished: false,
    });
    expect(noted.at(-1)).toBe('npm run keys -- settle takes them out then');
    expect(world.set().keys.map(({ kid }) => kid)).toContain(bad);
    const settled = await run('settle', ...TARGET, '--json');
    expect(JSON.parse(settled.printed)).toMatchObject({ finished: true });
    expect(world.set().keys.map(({ kid }) => kid)).not.toContain(bad);
  });

  test('changes nothing on a dry run', async () => {
    const { run, world } = await keyCommandBench();
    const { writes } = world.manager;
    const [bad = ''] = kidsIn(world.refresh(), 'active');
    const words = ['retire', bad, ...TARGET, '--compromised', '--dry-run', '--json'];
    const { exitCode, printed } = await run(...words);
    expect(exitCode).toBe(0);
    const plan = JSON.parse(printed) as { changed: boolean; effects: string[] };
    expect(plan.changed).toBe(false);
    expect(plan.effects).toContain(`all refresh tokens made with ${bad} end within 60 seconds`);
    expect(world.manager.writes).toBe(writes);
  });

  test('ends a whole ring whose secret leaked: a new key signs', async () => {
    const { run, world, settings } = await keyCommandBench();
    settings.answer = true;
    const leaked = world.signing().keys.map(({ kid }) => kid);
    const words = ['retire', '--ring', 'signing', ...TARGET, '--compromised'];
    const { exitCode, noted } = await run(...words);
    expect(exitCode).toBe(0);
    expect(noted[0]).toBe(
      'new access tokens are made with a new key, which may be refused for up to 30 seconds',
    );
    const left = world.signing().keys.map(({ kid }) => kid);
    expect(left.filter((kid) => leaked.includes(kid))).toEqual([]);
    expectSettled(world);
  });
});

describe('keys -- end-all-sessions', () => {
  test('says that everybody has to log in again, asks, and ends all used keys', async () => {
    const { run, world, settings } = await keyCommandBench();
    await run('rotate', ...TARGET, '--ring', 'refresh-token');
    settings.answer = true;
    const used = ['retired', 'active'].flatMap((state) =>
      kidsIn(world.refresh(), state as 'retired'),
    );
    const [spare = ''] = kidsIn(world.refresh(), 'next');
    const { exitCode, noted } = await run('end-all-sessions', ...TARGET);
    expect(exitCode).toBe(0);
    expect(noted).toContain('everybody whose session lives on such a token has to log in again');
    expect(noted).toContain("This can't be undone. Go on with stack Test?");
    expect(kidsIn(world.refresh(), 'active')).toEqual([spare]);
    const left = world.refresh().keys.map(({ kid }) => kid);
    expect(left.filter((kid) => used.includes(kid))).toEqual([]);
    expectSettled(world);
  });

  test('asks first, and changes nothing on a dry run', async () => {
    const { run, world } = await keyCommandBench();
    const { writes } = world.manager;
    expect((await run('end-all-sessions', ...TARGET)).exitCode).toBe(3);
    expect((await run('end-all-sessions', ...TARGET, '--dry-run')).exitCode).toBe(0);
    expect(world.manager.writes).toBe(writes);
  });
});

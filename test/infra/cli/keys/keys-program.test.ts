import { keyCommandBench } from '../../../fakes/key-command-bench.ts';
import { expectSettled, kidsIn, MINUTE } from '../../../fakes/key-world.ts';

const TARGET = ['--stack', 'Test'];

describe('keys -- list', () => {
  test('prints the timeline of every key', async () => {
    const { run, world } = await keyCommandBench();
    const [signer] = kidsIn(world.signing(), 'active');
    const [spare] = kidsIn(world.signing(), 'next');
    const { exitCode, printed } = await run('list', ...TARGET);
    expect(exitCode).toBe(0);
    expect(printed.split('\n').slice(0, 7)).toEqual([
      'stack Test, 2026-01-02 00:00:00Z',
      '',
      'signing keys (access tokens)',
      `  ${signer}  ES256 active`,
      '    publish 2026-01-01 00:00:00Z → sign 2026-01-01 00:00:00Z → retire at the rotation of 2026-01-31 00:00:00Z → drop 21 minutes after that',
      `  ${spare}  ES256 next`,
      '    publish 2026-01-01 00:00:00Z → sign at the rotation of 2026-01-31 00:00:00Z or later, from 2026-01-01 00:11:00Z → retire a rotation later → drop 21 minutes after that',
    ]);
    expect(printed).toContain('refresh-token keys (MACs)');
    expect(printed).toContain('drop 90 days after that');
  });

  test('prints JSON with times in ISO 8601, and nothing else', async () => {
    const { run, world } = await keyCommandBench();
    const { printed } = await run('list', ...TARGET, '--json');
    const { rings, service } = JSON.parse(printed) as {
      service: string;
      rings: Record<string, { keys: Record<string, unknown>[] }>;
    };
    expect(service).toBe('stack Test');
    expect(rings['signing']?.keys[0]).toEqual({
      kid: kidsIn(world.signing(), 'active')[0],
      alg: 'ES256',
      state: 'active',
      compromised: false,
      published: true,
      publishedAt: '2026-01-01T00:00:00.000Z',
      signsAt: '2026-01-01T00:00:00.000Z',
      retiredAt: null,
      dropsAt: null,
      keptSeconds: 1260,
    });
    expect(rings['refresh-token']?.keys).toHaveLength(2);
  });

  test('prints no private key and no secret', async () => {
    const { run, world } = await keyCommandBench();
    const texts = [await run('list', ...TARGET), await run('list', ...TARGET, '--json')];
    for (const { printed } of texts) {
      for (const { privateJwk } of world.signing().keys) {
        expect(printed).not.toContain(privateJwk['d']);
      }
      for (const { secret } of world.refresh().keys) expect(printed).not.toContain(secret);
    }
  });
});

describe('keys -- rotate', () => {
  test('lets the next key sign and prints the keys after it', async () => {
    const { run, world, sent } = await keyCommandBench();
    const [old] = kidsIn(world.signing(), 'active');
    const spares = kidsIn(world.signing(), 'next');
    const { exitCode, printed } = await run('rotate', ...TARGET);
    expect(exitCode).toBe(0);
    expect(kidsIn(world.signing(), 'active')).toEqual([spares[0]]);
    expect(kidsIn(world.signing(), 'retired')).toEqual([old]);
    expect(printed).toContain(`${old}  ES256 retired`);
    expect(printed).toMatch(/retire 2026-01-02 00:00:00Z → drop 2026-01-02 00:21:00Z/);
    expect(sent.at(-1)).toBe('close');
  });

  test('rotates the refresh-token keys when asked to', async () => {
    const { run, world } = await keyCommandBench();
    const [spare] = kidsIn(world.refresh(), 'next');
    const signer = kidsIn(world.signing(), 'active');
    const { exitCode } = await run('rotate', ...TARGET, '--ring', 'refresh-token');
    expect(exitCode).toBe(0);
    expect(kidsIn(world.refresh(), 'active')).toEqual([spare]);
    expect(kidsIn(world.signing(), 'active')).toEqual(signer);
  });

  test('changes nothing on a dry run, and says what it would do', async () => {
    const { run, world } = await keyCommandBench();
    const { writes } = world.manager;
    const [spare] = kidsIn(world.signing(), 'next');
    const { exitCode, printed } = await run('rotate', ...TARGET, '--dry-run');
    expect(exitCode).toBe(0);
    expect(printed).toContain(`would: let ${spare} sign`);
    expect(printed).toContain('nothing was changed (--dry-run)');
    expect(world.manager.writes).toBe(writes);
  });

  test('refuses while every next key is too young, and says from when on', async () => {
    const { run, world } = await keyCommandBench();
    await run('rotate', ...TARGET);
    await run('rotate', ...TARGET);
    world.clock.time += 2 * MINUTE;
    const { writes } = world.manager;
    const { exitCode, noted } = await run('rotate', ...TARGET);
    expect(exitCode).toBe(3);
    expect(noted).toEqual([
      'error: no signing key has been published long enough to sign: try again in 9 minutes, from 2026-01-02 00:11:00Z',
    ]);
    expect(world.manager.writes).toBe(writes);
  });

  test('fails when the rotation does not end', async () => {
    const { run, settings } = await keyCommandBench();
    settings.rotates = false;
    settings.unfinished = true;
    const { exitCode, noted } = await run('rotate', ...TARGET);
    expect(exitCode).toBe(1);
    expect(noted[0]).toBe('an earlier rotation has not ended: it is tried again');
    expect(noted[1]).toMatch(/^error: the rotation has not ended after 2 minutes: /);
  });
});

describe('keys -- settle', () => {
  test('takes out the key whose last token has expired', async () => {
    const { run, world } = await keyCommandBench();
    const [old = ''] = kidsIn(world.signing(), 'active');
    await run('rotate', ...TARGET);
    world.clock.time += 22 * MINUTE;
    const listed = await run('list', ...TARGET);
    expect(listed.printed).toContain('(with the next rotation, or keys -- settle)');
    const { exitCode, printed } = await run('settle', ...TARGET);
    expect(exitCode).toBe(0);
    expect(printed).not.toContain(old);
    expectSettled(world);
  });
});

describe('a command line', () => {
  test.each([
    [['list'], 'error: say which service: --stack NAME, --function NAME or --local'],
    [['list', '--stack', 'A', '--local'], /say which service/],
    [['list', '--stack'], /argument missing/],
    [['lst', ...TARGET], /unknown command 'lst'/],
    [['rotate', ...TARGET, '--ring', 'gold'], /Allowed choices are signing, refresh-token/],
    [['rotate', ...TARGET, '--hard'], /unknown option '--hard'/],
    [['retire', ...TARGET], 'error: name a key, or --ring'],
  ])('%j is refused with exit code 2', async (words, message) => {
    const { run, world } = await keyCommandBench();
    const { writes } = world.manager;
    const { exitCode, noted } = await run(...words);
    expect(exitCode).toBe(2);
    expect(noted.join('\n')).toMatch(message);
    expect(world.manager.writes).toBe(writes);
  });

  test('that asks for help gets it, with exit code 0', async () => {
    const { run } = await keyCommandBench();
    const { exitCode, printed } = await run('retire', '--help');
    expect(exitCode).toBe(0);
    expect(printed).toContain('--compromised');
  });
});

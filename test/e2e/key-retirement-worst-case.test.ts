import { decodeProtectedHeader } from 'jose';
import { keyCommands } from './documented-commands.ts';
import { logIn, type Tokens } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';
import { whoAnswers } from './service-users.ts';

const SECOND = 1000;
const STACK = '--stack LatchkeyStack';
/** What a slow machine may take for one step, less than which nothing here can tell. */
const SLACK = 10 * SECOND;

/**
 * The worst that can happen to a key that was retired in an emergency: each cache is filled at the last
 * moment before it would have learnt of it. The bound is the stack's own output.
 */
describe('a key that was retired in an emergency, at the gateway', () => {
  let service: RunningService;
  let keys: ReturnType<typeof keyCommands>;
  let ahead = 0;

  const now = (): number => Date.now() + ahead;
  /** Puts the clock forward to a time, if it is not there yet. */
  const goTo = (time: number): void => {
    const ms = Math.max(0, time - now());
    ahead += ms;
    service.advance(ms);
  };

  beforeAll(async () => {
    service = await startService({ adjustableClock: true });
    keys = keyCommands(service.dataDirectory);
  }, 60_000);
  afterAll(() => service.stop());

  test('is honoured nearly as long as the stack says, and not a second longer', async () => {
    const bound = Number(service.outputs['WorstCaseSecondsAfterKeyRetirement']) * SECOND;
    const tokens: Tokens = await logIn(service.url);
    expect(await whoAnswers(service, tokens.access_token)).toBe('function');
    // The authorizer's key set is old by then: it will be read at the next request.
    goTo(now() + 6 * 60 * SECOND);
    const kid = decodeProtectedHeader(tokens.access_token).kid ?? '';
    const command = `npm run keys -- retire KID --compromised ${STACK}`;
    const retired = await keys.run(command, kid, '--yes', '--no-wait');
    expect(retired.exitCode).toBe(0);
    const retiredAt = now();

    // Read just before the key leaves it, the set has it for five minutes more …
    goTo(retiredAt + 60 * SECOND - SLACK);
    expect(await whoAnswers(service, tokens.access_token)).toBe('function');
    goTo(retiredAt + 60 * SECOND);
    expect((await keys.run(`npm run keys -- settle ${STACK}`)).exitCode).toBe(0);
    // … and asked just before that, the gateway has its yes for another minute.
    goTo(retiredAt + bound - 60 * SECOND - 2 * SLACK);
    expect(await whoAnswers(service, tokens.access_token)).toBe('function');
    goTo(retiredAt + bound - 3 * SLACK);
    expect(await whoAnswers(service, tokens.access_token)).toBe('function');
    goTo(retiredAt + bound);
    expect(await whoAnswers(service, tokens.access_token)).toBe('gateway');
    expect(service.problems).toEqual([]);
  }, 60_000);
});

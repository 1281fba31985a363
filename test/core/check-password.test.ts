import {
  checkPassword,
  type PasswordCheckPorts,
  type PasswordClaim,
} from '../../functions/core/check-password.ts';
import { OAuthError } from '../../functions/core/oauth-error.ts';
import type { Admission } from '../../functions/core/throttling/login-throttle.ts';
import { oauthErrorAnswer } from '../../functions/http/oauth-responses.ts';
import { PASSWORD, SignInBench } from '../fakes/sign-in-bench.ts';

const claim = (changes: Partial<PasswordClaim> = {}): PasswordClaim => ({
  username: 'JohnDoe',
  password: PASSWORD,
  ip: '192.0.2.7',
  refusal: 'password_change_refused',
  ...changes,
});

const cannotVerify = (): boolean => false;

describe('checking a password', () => {
  let bench: SignInBench;
  let succeeded: number;

  beforeEach(async () => {
    bench = new SignInBench();
    succeeded = 0;
    await bench.enrol();
  });

  const check = (
    changes: Partial<PasswordClaim> = {},
    ports: PasswordCheckPorts = bench.signInPorts,
  ) => checkPassword(claim(changes), ports);
  const refusal = async (changes: Partial<PasswordClaim> = {}): Promise<OAuthError> => {
    const error: unknown = await check(changes).catch((thrown: unknown) => thrown);
    if (error instanceof OAuthError) return error;
    throw new Error('it was not refused');
  };
  const throttleBy = (admission: Admission | Error) => {
    bench.loginThrottle = {
      admit: () =>
        admission instanceof Error ? Promise.reject(admission) : Promise.resolve(admission),
    };
  };
  const admit = (outcome: () => Promise<void> = () => Promise.resolve()) =>
    throttleBy({
      admitted: true,
      succeeded: () => {
        succeeded += 1;
        return outcome();
      },
    });

  it('says who it is, and starts no session', async () => {
    const user = await bench.enrol();
    const checked = await check();
    expect(checked).toEqual({ user, verifiedHash: user.passwordHash, password: PASSWORD });
    expect(await bench.families.list('johndoe')).toEqual([]);
    expect(bench.events).toEqual([]);
  });

  it('takes a password that has expired: what it is good for is the caller’s to say', async () => {
    await bench.enrol({ passwordExpired: true });
    expect((await check()).user.passwordExpired).toBe(true);
  });

  it.each([
    ['without a password', null],
    ['whose hash no login can verify', 'md5$salt$c2FsdA'],
  ])('lets nobody in %s, whatever fits the hash that stands in for it', async (_, passwordHash) => {
    await bench.enrol({ passwordHash });
    const { passwords, ...ports } = bench.signInPorts;
    const verify = (hash: string) => Promise.resolve(hash === passwords.dummyHash);
    const { dummyHash } = passwords;
    const fooled = { canVerify: cannotVerify, verify, dummyHash };
    const checked = check({}, { ...ports, passwords: fooled });
    await expect(checked).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  it('names its refusals as it is told to', async () => {
    await refusal({ password: 'wrong' });
    await refusal({ password: 'wrong', refusal: 'login_refused', clientId: 'web' });
    const { userId } = await bench.enrol();
    const seen = { reason: 'wrong_password', userId, ip: '192.0.2.7' };
    expect(bench.events).toEqual([
      { event: 'password_change_refused', ...seen },
      { event: 'login_refused', clientId: 'web', ...seen },
    ]);
  });

  it('tells the throttle of a right password, and of nothing else', async () => {
    admit();
    await refusal({ password: 'wrong' });
    await refusal({ username: 'jane' });
    await bench.enrol({ disabled: true });
    await refusal();
    expect(succeeded).toBe(0);
    await bench.enrol();
    await check();
    expect(succeeded).toBe(1);
  });

  it.each(['account', 'source'] as const)('hashes nothing when the %s is throttled', async (by) => {
    throttleBy({ admitted: false, by, retryAfterSeconds: 17 });
    const known = await refusal();
    const unknown = await refusal({ username: 'jane' });
    expect(known).toMatchObject({
      code: 'temporarily_unavailable',
      status: 429,
      retryAfterSeconds: 17,
    });
    expect(oauthErrorAnswer(unknown, {})).toEqual(oauthErrorAnswer(known, {}));
    expect(bench.verified).toEqual([]);
    expect(bench.events.map(({ event, reason }) => `${event} ${reason}`)).toEqual([
      `login_throttled ${by}`,
      `login_throttled ${by}`,
    ]);
    expect(JSON.stringify(bench.events)).not.toContain('jane');
  });

  it('lets nobody try when the counters can’t be had', async () => {
    throttleBy(new Error('the table fails'));
    expect(await refusal()).toMatchObject({ code: 'temporarily_unavailable', status: null });
    expect(bench.verified).toEqual([]);
  });

  it('is content when the throttle can’t be told of a right password', async () => {
    admit(() => Promise.reject(new Error('the table fails')));
    const { userId } = (await check()).user;
    expect(bench.events).toEqual([
      { event: 'login_uncounting_failed', reason: 'store_failed', userId },
    ]);
  });

  it('takes its time to refuse, whoever it is, and none to agree', async () => {
    bench.minimumFailureMillis = 900;
    const slow = { ...bench.signInPorts.passwords };
    const took = (millis: number) => ({
      ...bench.signInPorts,
      passwords: {
        ...slow,
        verify: (hash: string, password: string) => {
          bench.now += millis;
          return slow.verify(hash, password);
        },
      },
    });
    await expect(check({ password: 'wrong' }, took(300))).rejects.toThrow('invalid_grant');
    await expect(check({ username: 'jane' }, took(20))).rejects.toThrow('invalid_grant');
    await expect(check({ username: 'jane' }, took(901))).rejects.toThrow('invalid_grant');
    await check({}, took(20));
    expect(bench.pauses).toEqual([600, 880]);
  });
});

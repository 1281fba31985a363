import { changeOwnPassword } from '../../../functions/core/account/change-own-password.ts';
import type { AccountError } from '../../../functions/core/account/account-error.ts';
import type { OAuthError } from '../../../functions/core/oauth-error.ts';
import type { TokenResponse } from '../../../functions/core/sessions/token-response.ts';
import type { UserChanges } from '../../../functions/core/users/user-changes.ts';
import { AccountBench, NEW_PASSWORD } from '../../fakes/account-bench.ts';
import { claimsOf } from '../../fakes/session-bench.ts';
import { cheapHasher, PASSWORD } from '../../fakes/sign-in-bench.ts';

/** Whatever happens between the steps: the old password opens nothing, and no session outlives it. */
let bench: AccountBench;
let here: TokenResponse;
let other: TokenResponse;

beforeEach(async () => {
  bench = new AccountBench();
  await bench.enrol();
  here = await bench.signIn('johndoe');
  other = await bench.signIn('johndoe');
});

const change = (instead: Partial<AccountBench['accountPorts']> = {}) =>
  changeOwnPassword(
    {
      username: 'johndoe',
      currentPassword: PASSWORD,
      newPassword: NEW_PASSWORD,
      ip: '192.0.2.7',
      session: { sessionId: String(claimsOf(here).sid), clientId: 'web' },
    },
    { ...bench.accountPorts, ...instead },
  ).then(
    () => 'changed',
    (error: AccountError | OAuthError) => error.code,
  );
/** Does something to the user just before each of the first writes. */
const disturbed = (times: number, disturb: () => Promise<unknown>): UserChanges => {
  let left = times;
  return {
    change: async (...write) => {
      if (left-- > 0) await disturb();
      return bench.users.change(...write);
    },
  };
};
const putAgain = async (changes: object) => {
  const user = await bench.users.find('johndoe');
  if (user !== null) bench.users.put({ ...user, ...changes });
};
const rehash = async () => putAgain({ passwordHash: await cheapHasher.hash(PASSWORD) });
const reset = async () => putAgain({ passwordHash: await cheapHasher.hash('set by an operator') });
const logOut = () => putAgain({ epoch: 4 });
const fail = () => Promise.reject(new Error('no table'));
const hasPassword = async (password: string) =>
  cheapHasher.verify((await bench.users.find('johndoe'))?.passwordHash ?? '', password);

it('starts again after a login that hashed the same password anew', async () => {
  expect(await change({ userChanges: disturbed(1, rehash) })).toBe('changed');
  expect(await hasPassword(NEW_PASSWORD)).toBe(true);
  expect(await bench.fate(here.refresh_token)).toBe('answered');
});

it('gives way to another password that somebody set meanwhile', async () => {
  expect(await change({ userChanges: disturbed(1, reset) })).toBe('account_busy');
  expect(await hasPassword('set by an operator')).toBe(true);
});

it.each([
  { disabled: true, epoch: 4 },
  { userId: 'user:another', epoch: 9 },
])('gives way to %j', async (changes) => {
  const disturb = () => putAgain(changes);
  expect(await change({ userChanges: disturbed(1, disturb) })).toBe('account_busy');
  expect(await hasPassword(NEW_PASSWORD)).toBe(false);
});

it('gives way to an erasure', async () => {
  const erase = () => Promise.resolve(bench.users.delete('johndoe'));
  expect(await change({ userChanges: disturbed(1, erase) })).toBe('account_busy');
  expect(await bench.users.find('johndoe')).toBeNull();
});

it('after a logout everywhere changes it all the same, and brings no session back', async () => {
  expect(await change({ userChanges: disturbed(1, logOut) })).toBe('changed');
  expect(await hasPassword(NEW_PASSWORD)).toBe(true);
  expect(await bench.fate(here.refresh_token)).toMatch(/^invalid_grant/);
});

it('takes a write whose answer was lost for what it is', async () => {
  const lost: UserChanges = {
    change: async (...write) => {
      await bench.users.change(...write);
      return false;
    },
  };
  expect(await change({ userChanges: lost })).toBe('changed');
  expect(await bench.fate(here.refresh_token)).toBe('answered');
  expect(await bench.fate(other.refresh_token)).toMatch(/^invalid_grant/);
});

it('leaves everything as it was when it dies before the first write', async () => {
  const broken = { change: () => Promise.reject(new Error('no table')) };
  expect(await change({ userChanges: broken })).toBe('temporarily_unavailable');
  expect(await hasPassword(PASSWORD)).toBe(true);
  expect(await bench.fate(other.refresh_token)).toBe('answered');
});

it('when it dies right after it costs its own session at most', async () => {
  const { families } = bench;
  const dying = { write: fail, list: fail, read: families.read.bind(families) };
  expect(await change({ families: dying as never })).toBe('temporarily_unavailable');
  expect(await hasPassword(NEW_PASSWORD)).toBe(true);
  for (const { refresh_token: token } of [here, other]) {
    expect(await bench.fate(token)).toMatch(/^invalid_grant/);
  }
});

it('is changed for good when only marking the ended sessions fails', async () => {
  const { families } = bench;
  const blind = {
    write: families.write.bind(families),
    list: () => Promise.reject(new Error('no table')),
  };
  expect(await change({ families: blind as never })).toBe('changed');
  expect(await bench.fate(here.refresh_token)).toBe('answered');
  expect(await bench.fate(other.refresh_token)).toMatch(/^invalid_grant/);
});

it('ends the session of a login that raced it with the old password', async () => {
  let raced: TokenResponse | null = null;
  const race = async () => {
    raced = await bench.signIn('johndoe');
  };
  expect(await change({ userChanges: disturbed(1, race) })).toBe('changed');
  expect(await bench.fate((raced as TokenResponse | null)?.refresh_token ?? '')).toBe(
    'invalid_grant: logged_out',
  );
});

it('lets one of several at once win', async () => {
  const fates = await Promise.all([change(), change(), change()]);
  expect(fates.filter((fate) => fate === 'changed')).toHaveLength(1);
});

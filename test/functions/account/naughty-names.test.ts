import { AccountBench, NEW_PASSWORD } from '../../fakes/account-bench.ts';
import { jsonOf } from '../../fakes/function-bench.ts';
import { NAUGHTY_NAMES, NO_NAMES } from './naughty-names.ts';

/** The codes of a refusal that says what is wrong with the request. */
const CLEAR = ['username_refused', 'invalid_request', 'invalid_member', 'password_contains_name'];

let bench: AccountBench;
/** Each request comes from a network of its own. */
let network = 0;
beforeEach(() => {
  bench = new AccountBench();
});

const from = () => ({ ip: `10.${(network += 1) >> 8}.${network & 255}.1` });
const signUp = (members: object) =>
  bench.send('POST', '/users', { username: 'anna', password: NEW_PASSWORD, ...members }, from());

test('there are enough of them', () => {
  expect(NAUGHTY_NAMES.length).toBeGreaterThan(250);
});

test('each makes a user who can log in, or a refusal that says why', async () => {
  const wrong: unknown[] = [];
  let made = 0;
  for (const username of [...NAUGHTY_NAMES, ...NO_NAMES]) {
    bench = new AccountBench();
    const answer = await signUp({ username });
    const { code, detail, username: stored } = jsonOf(answer);
    if (answer.statusCode === 201) {
      made += 1;
      const tokens = await bench.signIn(String(username), NEW_PASSWORD);
      const me = jsonOf(await bench.as(tokens, 'GET', '/users/me/export'))['profile'];
      if ((me as { username: unknown }).username !== stored) wrong.push([username, 'another']);
    } else if (
      ![400, 422].includes(answer.statusCode) ||
      !CLEAR.includes(String(code)) ||
      typeof detail !== 'string'
    ) {
      wrong.push([username, answer]);
    }
  }
  expect(wrong).toEqual([]);
  expect(made).toBeGreaterThan(100);
});

test('as password, mail or full name each is taken or refused with a clear text', async () => {
  const wrong: unknown[] = [];
  for (const text of [...NAUGHTY_NAMES, ...NO_NAMES]) {
    for (const member of ['password', 'email', 'full_name']) {
      bench = new AccountBench();
      const answer = await signUp({ [member]: text });
      const { code } = jsonOf(answer);
      const isClear = /^(password|email|full_name)_|^invalid_/.test(String(code));
      const isFine =
        answer.statusCode === 201 || ([400, 422].includes(answer.statusCode) && isClear);
      if (!isFine) wrong.push([member, text, answer]);
    }
  }
  expect(wrong).toEqual([]);
});

test('as a name or password of a change each is refused, and none is logged', async () => {
  const wrong: unknown[] = [];
  for (const text of NAUGHTY_NAMES) {
    for (const member of ['username', 'current_password', 'new_password']) {
      const body = { username: 'nobody', current_password: 'x', new_password: 'y', [member]: text };
      const answer = await bench.send('POST', '/users/password', body, from());
      if (![400, 403, 422].includes(answer.statusCode)) wrong.push([member, text, answer]);
    }
  }
  expect(wrong).toEqual([]);
  expect(bench.lines.join('')).not.toMatch(/script|DROP|Scunthorpe/);
});

import {
  createRegistrationThrottle,
  REGISTRATION_RULES,
} from '../../../functions/core/account/counting-registrations.ts';
import { MemoryLoginCounters } from '../../fakes/memory-throttling.ts';

const IP = '2001:db8:0:7::1';

let now: number;
let loginCounters: MemoryLoginCounters;
const throttle = () =>
  createRegistrationThrottle(REGISTRATION_RULES, { loginCounters, clock: { now: () => now } });

beforeEach(() => {
  now = 1_792_000_000_000;
  loginCounters = new MemoryLoginCounters();
});

it('of 100 at once lets through as many as are free', async () => {
  const all = await Promise.all(Array.from({ length: 100 }, () => throttle().admit(IP)));
  expect(all.filter(({ admitted }) => admitted)).toHaveLength(REGISTRATION_RULES.freeTries);
});

it('counts a network together, and no other', async () => {
  for (let at = 0; at < 20; at += 1) await throttle().admit(`2001:db8:0:7::${at}`);
  expect(await throttle().admit('2001:db8:0:7:ffff::')).toEqual({
    admitted: false,
    retryAfterSeconds: 60,
  });
  expect(await throttle().admit('2001:db8:0:8::1')).toEqual({ admitted: true });
});

it('lets through 26 in the first hour, and as many after it', async () => {
  let admitted = 0;
  for (let second = 0; second < 3600; second += 10) {
    if ((await throttle().admit(IP)).admitted) admitted += 1;
    now += 10_000;
  }
  expect(admitted).toBe(26);
  expect(await throttle().admit(IP)).toEqual({ admitted: true });
});

it('keeps no address in the table', async () => {
  await throttle().admit(IP);
  expect(loginCounters.keys.join()).not.toContain('2001');
});

import { checkSession } from '../../../functions/core/authorization/session-check.ts';
import { endAllSessions } from '../../../functions/core/sessions/user-sessions.ts';
import type { TokenResponse } from '../../../functions/core/sessions/token-response.ts';
import { claimsOf } from '../../fakes/session-bench.ts';
import { SessionEndBench } from '../../fakes/session-end-bench.ts';
import { aUser } from '../../fakes/session-samples.ts';

/** What ends the work at some call, as a function that is killed does. */
class Killed extends Error {}

const DEVICES = 3;

/** Every call that a table gets, in order; the work dies before the one of this number. */
function tablesOf(
  bench: SessionEndBench,
  dieBefore: number,
  between: (call: number) => Promise<void>,
) {
  let calls = 0;
  const step = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (calls >= dieBefore) throw new Killed();
    const call = (calls += 1);
    const result = await work();
    await between(call);
    return result;
  };
  const { families, users } = bench;
  return {
    counted: () => calls,
    ports: {
      ...bench.ports,
      families: {
        create: families.create.bind(families),
        read: (...call: Parameters<typeof families.read>) => step(() => families.read(...call)),
        write: (...call: Parameters<typeof families.write>) => step(() => families.write(...call)),
        list: (...call: Parameters<typeof families.list>) => step(() => families.list(...call)),
      },
      users: { find: (name: string) => step(() => users.find(name)) },
      userChanges: {
        change: (...call: Parameters<typeof users.change>) => step(() => users.change(...call)),
      },
    },
  };
}

async function isOver(bench: SessionEndBench, tokens: TokenResponse): Promise<boolean> {
  const claims = claimsOf(tokens);
  const session = { username: 'johndoe', familyId: String(claims.sid) };
  const refusal = checkSession(claims, await bench.sessions.read(session), bench.now);
  const fate = await bench.fate(tokens.refresh_token);
  // The gateway and a refresh never disagree.
  expect(fate).toBe(refusal === null ? 'answered' : 'invalid_grant: logged_out');
  return refusal !== null;
}

describe('logging out everywhere, killed before any of its calls', () => {
  // One write to the user, one query, one write for each device.
  const CALLS = 2 + DEVICES;

  it.each(Array.from({ length: CALLS + 1 }, (_, calls) => calls))(
    'ends all sessions or none when it dies after %i',
    async (calls) => {
      const bench = new SessionEndBench();
      const devices = [];
      for (let n = 0; n < DEVICES; n += 1) devices.push(await bench.logIn());
      const tables = tablesOf(bench, calls, () => Promise.resolve());
      const [result] = await Promise.allSettled([endAllSessions(aUser(), {}, tables.ports)]);
      expect(tables.counted()).toBe(calls);
      expect(result.status).toBe(calls === 0 ? 'rejected' : 'fulfilled');
      for (const tokens of devices) expect(await isOver(bench, tokens)).toBe(calls > 0);
      // Whoever logs in afterwards is none of its business.
      const user = (await bench.users.find('johndoe')) ?? aUser();
      expect(await isOver(bench, await bench.logIn({ user }))).toBe(false);
    },
  );

  it.each(Array.from({ length: CALLS }, (_, calls) => calls + 1))(
    'ends a login that checked its password before, wherever that is put between its calls: %i',
    async (calls) => {
      const bench = new SessionEndBench();
      for (let n = 0; n < DEVICES; n += 1) await bench.logIn();
      const early = aUser();
      const late: { tokens?: TokenResponse } = {};
      const racing: { tokens?: TokenResponse } = {};
      const tables = tablesOf(bench, Number.POSITIVE_INFINITY, async (call) => {
        if (call !== calls) return;
        racing.tokens = await bench.logIn({ user: early });
        late.tokens = await bench.logIn({ user: (await bench.users.find('johndoe')) ?? early });
      });
      const outcome = await endAllSessions(aUser(), {}, tables.ports);
      expect(outcome.held).toBe(true);
      expect(await isOver(bench, racing.tokens as TokenResponse)).toBe(true);
      expect(await isOver(bench, late.tokens as TokenResponse)).toBe(false);
    },
  );
});

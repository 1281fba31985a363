import type { FamilyKey } from './family.ts';
import { beginRefresh, continueRefresh } from './refresh-machine.ts';
import type { RefreshEffect, RefreshEvent, RefreshRequest } from './refresh-step.ts';
import type { RefreshOutcome } from './refresh-outcome.ts';
import { refreshRules } from './refresh-rules.ts';
import type { SessionPorts } from './session-ports.ts';

type Ports = Pick<SessionPorts, 'families' | 'users' | 'clients' | 'clock'>;
type Work = Exclude<RefreshEffect, { readonly do: 'finish' }>;

/**
 * Runs the refresh machine against the real tables until it has come to an outcome.
 *
 * @throws whatever a table throws
 */
export async function carryOutRefresh(
  key: FamilyKey,
  request: RefreshRequest,
  ports: Ports,
): Promise<RefreshOutcome> {
  let step = beginRefresh(request, ports.clock.now(), refreshRules);
  while (step.effect.do !== 'finish') {
    const event = await carryOut(step.effect, key, ports);
    step = continueRefresh(step.state, event, ports.clock.now(), refreshRules);
  }
  return step.effect.outcome;
}

async function carryOut(work: Work, key: FamilyKey, ports: Ports): Promise<RefreshEvent> {
  switch (work.do) {
    case 'attempt': {
      const [written, user] = await bothSettled(
        ports.families.write(key, work.write),
        ports.users.find(key.username),
      );
      return { is: 'attempted', written, user };
    }
    case 'read':
      return { is: 'read', family: await ports.families.read(key) };
    case 'find_client':
      return { is: 'found_client', client: await ports.clients.find(work.clientId) };
    default:
      return { is: 'wrote', written: await ports.families.write(key, work.write) };
  }
}

/** Waits for both even if one fails, so that nothing goes on behind an answer. */
async function bothSettled<A, B>(first: Promise<A>, second: Promise<B>): Promise<readonly [A, B]> {
  await Promise.allSettled([first, second]);
  return [await first, await second];
}

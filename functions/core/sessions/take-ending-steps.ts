import type { UserChanges } from '../users/user-changes.ts';
import type { EndingStep } from './end-sessions.ts';
import type { Family, FamilyStore } from './family.ts';
import type { FamilyWrite } from './family-write.ts';

/** How many families are written to at once. */
const PARALLEL_WRITES = 20;

/** What became of a change that ends sessions. */
export interface EndingOutcome {
  /** `false`: the user was not as it was read, and nothing has changed. */
  readonly held: boolean;
  /** The families that were marked. What the new epoch has ended without a mark is not among them. */
  readonly marked: readonly Family[];
  /** Why cleaning was not finished; the sessions are over all the same. */
  readonly cleaningFailures: readonly unknown[];
}

/** What ending sessions needs of the outside. */
export interface EndingPorts {
  readonly families: Pick<FamilyStore, 'write' | 'list'>;
  readonly userChanges: UserChanges;
}

/**
 * Takes the steps of a change that ends sessions, in their order.
 *
 * @throws whatever a table throws before the cleaning; what was done by then is safe to leave
 */
export async function takeEndingSteps(
  username: string,
  steps: readonly EndingStep[],
  { families, userChanges }: EndingPorts,
): Promise<EndingOutcome> {
  const marked: Family[] = [];
  const cleaningFailures: unknown[] = [];
  for (const step of steps) {
    if (step.step === 'change_user') {
      const held = await userChanges.change(username, step.when, step.set);
      if (!held) return { held, marked, cleaningFailures };
    } else if (step.step === 'write_family') {
      const written = await families.write({ username, familyId: step.familyId }, step.write);
      if (written !== null) marked.push(written);
    } else {
      for (const result of await writeAll(username, step.write, families)) {
        if (result.status === 'rejected') cleaningFailures.push(result.reason);
        else if (result.value !== null) marked.push(result.value);
      }
    }
  }
  return { held: true, marked, cleaningFailures };
}

async function writeAll(
  username: string,
  write: FamilyWrite,
  families: EndingPorts['families'],
): Promise<readonly PromiseSettledResult<Family | null>[]> {
  const [listed] = await Promise.allSettled([families.list(username)]);
  if (listed.status === 'rejected') return [listed];
  const live = listed.value.filter(({ revokedAt }) => revokedAt === null);
  const results: PromiseSettledResult<Family | null>[] = [];
  for (let at = 0; at < live.length; at += PARALLEL_WRITES) {
    const some = live.slice(at, at + PARALLEL_WRITES);
    const writes = some.map(({ familyId }) => families.write({ username, familyId }, write));
    results.push(...(await Promise.allSettled(writes)));
  }
  return results;
}

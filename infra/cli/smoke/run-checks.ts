import type { Check, SmokeRun } from './check.ts';

/** How a check ended. */
export interface CheckResult {
  readonly name: string;
  readonly outcome: 'held' | 'failed' | 'skipped';
  readonly ms: number;
  /** What was expected and what came, or what it would have needed. */
  readonly detail?: string;
}

/**
 * Runs checks in their order. One that fails stops nothing but those that need what it should have
 * found.
 *
 * @param onResult told of each as it ends
 */
export async function runChecks(
  smoke: SmokeRun,
  checks: readonly Check[],
  onResult: (result: CheckResult) => void,
): Promise<void> {
  for (const { name, needs, run } of checks) {
    if (needs !== undefined && smoke[needs] === undefined) {
      onResult({ name, outcome: 'skipped', ms: 0, detail: 'an earlier check failed' });
      continue;
    }
    const startedAt = performance.now();
    const ms = (): number => Math.round(performance.now() - startedAt);
    try {
      await run(smoke);
      onResult({ name, outcome: 'held', ms: ms() });
    } catch (error) {
      onResult({ name, outcome: 'failed', ms: ms(), detail: (error as Error).message });
    }
  }
}

/**
 * Ends every session that was begun, also those of checks that failed half-way.
 *
 * @returns how many could not be ended
 */
export async function leaveNothing({ client, begun }: SmokeRun): Promise<number> {
  let left = 0;
  for (const token of begun) {
    const status = await client.post('/revoke', { token }).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status !== 200) left += 1;
  }
  return left;
}

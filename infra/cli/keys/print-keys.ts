import type { OperatorAnswer } from '../../../functions/keys/operator-command.ts';
import type { CommandOptions } from '../operator-program.ts';
import { timeText } from './describe-time.ts';
import { keysJson, type Schedules } from './keys-json.ts';
import type { KeysService } from './keys-service.ts';
import type { Surroundings } from './surroundings.ts';
import { isRingName, RINGS, timelineLines } from './timeline-lines.ts';

/**
 * Prints where the keys are in their lives.
 *
 * @param outcome what the command did, for `--json`
 */
export async function printKeys(
  service: KeysService,
  answer: OperatorAnswer,
  { json = false }: CommandOptions,
  { print }: Pick<Surroundings, 'print'>,
  outcome: object = {},
): Promise<void> {
  const schedules = await schedulesOf(service, answer);
  if (json) {
    print(JSON.stringify({ ...outcome, ...keysJson(service.name, answer, schedules) }, null, 2));
    return;
  }
  print(`${service.name}, ${timeText(answer.describedAt)}`);
  for (const name of Object.keys(RINGS).filter(isRingName)) {
    print('');
    for (const line of timelineLines(name, answer, schedules[name])) print(line);
  }
}

async function schedulesOf(service: KeysService, { secrets }: OperatorAnswer): Promise<Schedules> {
  const [signing, refreshToken] = await Promise.all([
    service.nextRotation(secrets.signing),
    service.nextRotation(secrets.refreshToken),
  ]);
  return { signing, 'refresh-token': refreshToken };
}

/** Prints what a command would do, and that it did nothing. */
export function printPlan(
  command: string,
  effects: readonly string[],
  { json = false }: CommandOptions,
  { print }: Pick<Surroundings, 'print'>,
): void {
  if (json) {
    print(JSON.stringify({ command, dryRun: true, changed: false, effects }, null, 2));
    return;
  }
  for (const effect of effects) print(`would: ${effect}`);
  print('nothing was changed (--dry-run)');
}

import type { EndingCommand, OperatorAnswer } from '../../../functions/keys/operator-command.ts';
import { askFirst } from '../ask-first.ts';
import type { CommandOptions } from '../operator-program.ts';
import { timeText } from './describe-time.ts';
import type { KeysService } from './keys-service.ts';
import { planRetirement, type RetirementRequest } from './plan-retirement.ts';
import { printKeys, printPlan } from './print-keys.ts';
import type { Surroundings } from './surroundings.ts';
import { RINGS } from './timeline-lines.ts';

/** What happens to keys that nothing needs any more. */
const TAKE_OUT = 'take out what has had its time';

/** How often to look whether the keys have stopped signing (milliseconds). */
const LOOK_MS = 500;

/** `--no-wait` leaves the last step to `settle`. */
type EndingOptions = CommandOptions & { readonly wait?: boolean };

/**
 * Ends keys: those that have had their time, and with `compromised` others too, at once.
 *
 * @throws CliError when that would be early, or wasn't confirmed
 */
export async function retireKeys(
  service: KeysService,
  request: RetirementRequest,
  options: EndingOptions,
  surroundings: Surroundings,
): Promise<void> {
  const { kids, effects } = planRetirement(await service.send({ command: 'describe' }), request);
  const known = kids.length === 0 ? [TAKE_OUT] : effects;
  const command: EndingCommand | null = kids.length === 0 ? null : { command: 'end_keys', kids };
  await carryOut(service, { name: 'retire', command, effects: known }, options, surroundings);
}

/** Ends every session: all refresh tokens that have ever been given out. */
export async function endAllSessions(
  service: KeysService,
  options: EndingOptions,
  surroundings: Surroundings,
): Promise<void> {
  const answer = await service.send({ command: 'describe' });
  const kids = answer.refreshToken.keys
    .filter(({ state, compromised }) => state !== 'next' && !compromised)
    .map(({ kid }) => kid);
  const { effects } = planRetirement(answer, { kids, rings: [], compromised: true });
  const known = [...effects, 'access tokens that are out stay good until they expire'];
  const command = { command: 'end_all_sessions' } as const;
  const ending = { name: 'end-all-sessions', command, effects: known };
  await carryOut(service, ending, options, surroundings);
}

/** Brings the keys into order, and takes out what has had its time. */
export async function settleKeys(
  service: KeysService,
  options: CommandOptions,
  surroundings: Surroundings,
): Promise<void> {
  const ending = { name: 'settle', command: null, effects: [TAKE_OUT] };
  await carryOut(service, ending, options, surroundings);
}

interface Ending {
  readonly name: string;
  /** What can't be undone; `null` when nothing has to be. */
  readonly command: EndingCommand | null;
  readonly effects: readonly string[];
}

async function carryOut(
  service: KeysService,
  { name, command, effects }: Ending,
  options: EndingOptions,
  surroundings: Surroundings,
): Promise<void> {
  if (options.dryRun === true) return printPlan(name, effects, options, surroundings);
  if (command !== null) {
    const question = `This can't be undone. Go on with ${service.name}?`;
    await askFirst(question, effects, options, surroundings);
  }
  const answer =
    command === null
      ? await service.send({ command: 'settle' })
      : await end(service, command, options, surroundings);
  const left = waitingLines(answer);
  await printKeys(service, answer, options, surroundings, {
    command: name,
    changed: command !== null,
    finished: left.length === 0,
  });
  if (left.length > 0) surroundings.note('npm run keys -- settle takes them out then');
}

/** One call ends the keys and takes them out, so that it comes to its end whoever goes meanwhile. */
async function end(
  service: KeysService,
  command: EndingCommand,
  { wait = true }: EndingOptions,
  { note, pause }: Surroundings,
): Promise<OperatorAnswer> {
  const tell = (answer: OperatorAnswer): boolean => {
    const lines = waitingLines(answer);
    for (const line of lines) note(line);
    return lines.length > 0;
  };
  const ending = service.send({ ...command, drop: wait });
  if (!wait) {
    const answer = await ending;
    tell(answer);
    return answer;
  }
  const ended = ending.then(
    () => true,
    () => true,
  );
  while ((await Promise.race([ended, pause(LOOK_MS)])) !== true) {
    if (tell(await service.send({ command: 'describe' }))) break;
  }
  return ending;
}

const waitingLines = (answer: OperatorAnswer): readonly string[] =>
  Object.values(RINGS)
    .flatMap(({ of }) => of(answer).keys)
    .filter(({ compromised, dropsAt }) => compromised && dropsAt !== null)
    .map(({ kid, dropsAt }) => `${kid} signs no more, and goes at ${timeText(dropsAt ?? 0)}`);

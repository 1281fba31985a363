import type { OperatorAnswer } from '../../../functions/keys/operator-command.ts';
import { CliError, EXIT } from '../cli-error.ts';
import type { CommandOptions } from '../operator-program.ts';
import { durationText, timeText } from './describe-time.ts';
import type { KeysService } from './keys-service.ts';
import { printKeys, printPlan } from './print-keys.ts';
import type { Surroundings } from './surroundings.ts';
import { RINGS, type RingName } from './timeline-lines.ts';

/** How long a rotation may take, and how often to look whether it has ended (milliseconds). */
const ROTATION_MS = 120_000;
const LOOK_MS = 1000;

/**
 * Turns a ring over as its schedule would: the next key signs, the old one is kept until its tokens
 * have expired, a new one is published. Nobody notices.
 *
 * @throws CliError when no key may sign yet, or the rotation doesn't end
 */
export async function rotateKeys(
  service: KeysService,
  ring: RingName,
  options: CommandOptions,
  surroundings: Surroundings,
): Promise<void> {
  const before = await service.send({ command: 'describe' });
  const { next, active } = turnOf(before, ring);
  if (options.dryRun === true) {
    const kept = durationText(active?.keptMs ?? 0);
    const effects = [
      `let ${next} sign`,
      ...(active ? [`retire ${active.kid}, and keep it for ${kept} for its tokens`] : []),
      'publish a new key',
    ];
    return printPlan('rotate', effects, options, surroundings);
  }
  const { secrets } = before;
  const secretArn = ring === 'signing' ? secrets.signing : secrets.refreshToken;
  if ((await service.rotate(secretArn)) === 'unfinished') {
    surroundings.note('an earlier rotation has not ended: it is tried again');
  }
  const { lastRotation } = RINGS[ring].of(before);
  for (let waited = 0; waited < ROTATION_MS; waited += LOOK_MS) {
    await surroundings.pause(LOOK_MS);
    const after = await service.send({ command: 'describe' });
    if (RINGS[ring].of(after).lastRotation === lastRotation) continue;
    return printKeys(service, after, options, surroundings, { command: 'rotate', changed: true });
  }
  throw new CliError(
    `the rotation has not ended after ${durationText(ROTATION_MS)}: Secrets Manager tries it again; the keys function's log says why`,
  );
}

/** @throws CliError when every next key is too young */
function turnOf(answer: OperatorAnswer, ring: RingName) {
  const { keys } = RINGS[ring].of(answer);
  const now = answer.describedAt;
  const waiting = keys
    .filter(({ state, signsAt }) => state === 'next' && signsAt !== null)
    .toSorted((a, b) => (a.signsAt ?? 0) - (b.signsAt ?? 0));
  const [next] = waiting;
  if (next?.signsAt == null) {
    throw new CliError(`the ${ring} keys have no next key: npm run keys -- settle makes one`);
  }
  if (next.signsAt > now) {
    throw new CliError(
      `no ${ring} key has been published long enough to sign: try again in ${durationText(next.signsAt - now)}, from ${timeText(next.signsAt)}`,
      EXIT.refused,
    );
  }
  return { next: next.kid, active: keys.find(({ state }) => state === 'active') };
}

import type {
  KeyDescription,
  RingDescription,
} from '../../../functions/core/keys/describe-keys.ts';
import {
  EMERGENCY_DROP_DELAY_MS,
  EMERGENCY_WORST_CASE_MS,
} from '../../../functions/core/keys/key-timing.ts';
import type { OperatorAnswer } from '../../../functions/keys/operator-command.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { durationText, timeText } from './describe-time.ts';
import { RINGS, type RingName } from './timeline-lines.ts';

/** What an operator wants to end. */
export interface RetirementRequest {
  readonly kids: readonly string[];
  /** Every key of these rings, spares too. */
  readonly rings: readonly RingName[];
  readonly compromised: boolean;
}

/** What ending it would do. */
export interface RetirementPlan {
  /** The keys to end now; none when all of them have had their time. */
  readonly kids: readonly string[];
  /** What happens, one line each. */
  readonly effects: readonly string[];
}

/**
 * @throws CliError for an unknown key, and for one whose tokens are still good, unless it is
 *   compromised
 */
export function planRetirement(
  answer: OperatorAnswer,
  { kids, rings, compromised }: RetirementRequest,
): RetirementPlan {
  const everyKey = Object.values(RINGS).flatMap(({ of }) => of(answer).keys);
  const unknown = kids.find((kid) => !everyKey.some((key) => key.kid === kid));
  if (unknown !== undefined) {
    throw new CliError(`there is no key ${unknown}: npm run keys -- list shows them all`);
  }
  const whole = new Set(rings.flatMap((ring) => RINGS[ring].of(answer).keys.map(({ kid }) => kid)));
  const named = everyKey.filter(({ kid }) => kids.includes(kid) || whole.has(kid));
  const alive = named.filter(({ dropsAt }) => dropsAt === null || dropsAt > answer.describedAt);
  const early = alive.find((key) => !key.compromised);
  if (early !== undefined && !compromised) throw new CliError(refusalOf(early), EXIT.refused);
  const ended = alive.filter((key) => !key.compromised).map(({ kid }) => kid);
  const effects = (Object.keys(RINGS) as RingName[]).flatMap((ring) =>
    effectsOn(ring, RINGS[ring].of(answer), ended),
  );
  return { kids: ended, effects };
}

function refusalOf({ kid, state, dropsAt }: KeyDescription): string {
  const because = {
    next: `it has signed nothing yet and will be the next to sign; rotate lets it`,
    active: `it signs now; rotate lets the next key sign and keeps ${kid} until its tokens have expired`,
    retired: `its tokens are good until ${timeText(dropsAt ?? 0)}`,
  };
  return `${kid} would be retired early: ${because[state]}. If it is compromised, say --compromised`;
}

function effectsOn(
  name: RingName,
  { keys }: RingDescription,
  ended: readonly string[],
): readonly string[] {
  const going = keys.filter(({ kid }) => ended.includes(kid));
  if (going.length === 0) return [];
  const tokens = name === 'signing' ? 'access tokens' : 'refresh tokens';
  const when =
    name === 'signing'
      ? `within ${durationText(EMERGENCY_WORST_CASE_MS)}, at the gateway its authorizer cache's time later`
      : `within ${durationText(EMERGENCY_DROP_DELAY_MS)}`;
  const isActive = going.some(({ state }) => state === 'active');
  const spare = keys.find(({ state, kid }) => state === 'next' && !ended.includes(kid));
  const successor =
    spare === undefined
      ? `a new key, which may be refused for up to ${name === 'signing' ? '30 seconds' : 'a minute'}`
      : `${spare.kid}, which verifiers know`;
  const used = going.filter(({ state }) => state !== 'next').map(({ kid }) => kid);
  return [
    ...(isActive ? [`new ${tokens} are made with ${successor}`] : []),
    ...(used.length === 0 ? [] : [`all ${tokens} made with ${used.join(', ')} end ${when}`]),
    ...(used.length > 0 && name === 'refresh-token'
      ? ['everybody whose session lives on such a token has to log in again']
      : []),
  ];
}

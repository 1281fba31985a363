import type { KeyDescription } from '../../../functions/core/keys/describe-keys.ts';
import type { OperatorAnswer } from '../../../functions/keys/operator-command.ts';
import { durationText, timeText } from './describe-time.ts';

/** The rings by the names that a command line has for them. */
export const RINGS = {
  signing: {
    of: (answer: OperatorAnswer) => answer.signing,
    title: 'signing keys (access tokens)',
  },
  'refresh-token': {
    of: (answer: OperatorAnswer) => answer.refreshToken,
    title: 'refresh-token keys (MACs)',
  },
} as const;

/** One of the two rings. */
export type RingName = keyof typeof RINGS;

/** @returns the name if it is one of a ring */
export const isRingName = (name: string): name is RingName => Object.hasOwn(RINGS, name);

/** What is known of a ring's schedule. */
export interface Schedule {
  readonly now: number;
  /** When the ring is rotated next, or `null`: unknown. */
  readonly nextRotation: number | null;
}

/** @returns each key of the ring with its state and its times, publish → sign → retire → drop */
export const timelineLines = (
  name: RingName,
  answer: OperatorAnswer,
  nextRotation: number | null,
): readonly string[] => [
  RINGS[name].title,
  ...RINGS[name]
    .of(answer)
    .keys.flatMap((key) => [
      `  ${key.kid}  ${[key.alg, stateText(key)].filter((part) => part !== null).join(' ')}`,
      `    ${keyTimeline(key, { now: answer.describedAt, nextRotation })}`,
    ]),
];

const stateText = ({ state, compromised }: KeyDescription): string =>
  compromised ? `${state}, compromised` : state;

/** @returns `publish … → sign … → retire … → drop …`; what is still to come is said as it is known */
export function keyTimeline(key: KeyDescription, { now, nextRotation }: Schedule): string {
  const rotation =
    nextRotation === null ? 'the next rotation' : `the rotation of ${timeText(nextRotation)}`;
  const steps: readonly (readonly [string, string])[] = [
    ['publish', key.publishedAt === null ? 'soon' : timeText(key.publishedAt)],
    ['sign', signText(key, rotation)],
    ['retire', retireText(key, rotation)],
    ['drop', dropText(key, now)],
  ];
  return steps.map(([step, when]) => `${step} ${when}`).join(' → ');
}

function signText(key: KeyDescription, rotation: string): string {
  if (key.state !== 'next') return key.signsAt === null ? 'never' : timeText(key.signsAt);
  return `at ${rotation} or later${key.signsAt === null ? '' : `, from ${timeText(key.signsAt)}`}`;
}

function retireText(key: KeyDescription, rotation: string): string {
  if (key.retiredAt !== null) return timeText(key.retiredAt);
  return key.state === 'active' ? `at ${rotation}` : 'a rotation later';
}

function dropText(key: KeyDescription, now: number): string {
  if (key.dropsAt === null) return `${durationText(key.keptMs)} after that`;
  const due = key.dropsAt <= now ? ' (with the next rotation, or keys -- settle)' : '';
  return `${timeText(key.dropsAt)}${due}`;
}

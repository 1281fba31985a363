import type { KeyDescription } from '../../../functions/core/keys/describe-keys.ts';
import type { OperatorAnswer } from '../../../functions/keys/operator-command.ts';
import { RINGS, type RingName } from './timeline-lines.ts';

/** When each ring is rotated next, by name; `null`: unknown. */
export type Schedules = Readonly<Record<RingName, number | null>>;

/** @returns what `--json` prints: the rings with times in ISO 8601 */
export const keysJson = (
  service: string,
  answer: OperatorAnswer,
  schedules: Schedules,
): object => ({
  service,
  describedAt: iso(answer.describedAt),
  rings: Object.fromEntries(
    Object.entries(RINGS).map(([name, ring]) => [
      name,
      {
        nextRotation: iso(schedules[name as RingName]),
        lastRotation: ring.of(answer).lastRotation,
        keys: ring.of(answer).keys.map(keyJson),
      },
    ]),
  ),
});

const keyJson = ({ keptMs, ...key }: KeyDescription): object => ({
  ...key,
  publishedAt: iso(key.publishedAt),
  signsAt: iso(key.signsAt),
  retiredAt: iso(key.retiredAt),
  dropsAt: iso(key.dropsAt),
  keptSeconds: keptMs / 1000,
});

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

import type { TryCount } from '../../core/throttling/throttle-rules.ts';
import type { FreeTry } from '../../core/throttling/try-counters.ts';
import { readItem, toItem, type Item } from './item-attributes.ts';

/** The parts of an UpdateItem. Names and values are added to by whoever adds to an expression. */
export interface CounterUpdate {
  readonly ConditionExpression: string;
  readonly UpdateExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues: Item;
}

const NAMES = { '#tries': 'tries', '#started': 'startedAt', '#tried': 'triedAt' };

/** @returns the counter of an item; one without tries is one that began at no time */
export function toTryCount(item: Item): TryCount {
  const { optionalNumber } = readItem(item);
  return {
    tries: optionalNumber('tries') ?? 0,
    startedAt: optionalNumber('startedAt') ?? 0,
    triedAt: optionalNumber('triedAt') ?? 0,
  };
}

/** @returns one more try, on condition that it is free */
export const freeTryUpdate = ({ now, freeTries, forgottenSince }: FreeTry): CounterUpdate => ({
  ConditionExpression:
    '(attribute_not_exists(#started) OR (#started > :forgotten AND #tries < :free))',
  UpdateExpression:
    'SET #tries = if_not_exists(#tries, :none) + :one, #started = if_not_exists(#started, :now), #tried = :now',
  ExpressionAttributeNames: { ...NAMES },
  ExpressionAttributeValues: toItem({
    ':forgotten': forgottenSince,
    ':free': freeTries,
    ':none': 0,
    ':one': 1,
    ':now': now,
  }),
});

/** @returns another counter in place of the one that was read, on condition that it still is that */
export const counterReplacement = (seen: TryCount, next: TryCount): CounterUpdate => ({
  ConditionExpression: '#tries = :seenTries AND #started = :seenStarted AND #tried = :seenTried',
  UpdateExpression: 'SET #tries = :tries, #started = :started, #tried = :tried',
  ExpressionAttributeNames: { ...NAMES },
  ExpressionAttributeValues: toItem({
    ':seenTries': seen.tries,
    ':seenStarted': seen.startedAt,
    ':seenTried': seen.triedAt,
    ':tries': next.tries,
    ':started': next.startedAt,
    ':tried': next.triedAt,
  }),
});

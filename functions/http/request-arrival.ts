import type { GatewayEvent } from './gateway-event.ts';

/**
 * The gateway gives a request up after 29 s, and a second is for the two clocks: what claims to have
 * come longer ago did not.
 */
const LONGEST_WAIT_MS = 30_000;

/**
 * When a request reached the gateway, which is what the overlap window of refresh tokens is counted
 * by: a request that stalled on the way in is judged by when it came.
 *
 * @param now milliseconds since the epoch
 * @returns milliseconds since the epoch; `now` when the event doesn't say, or says what can't be, as
 *   recorded events of `sam local invoke` do
 */
export function arrivedAt(event: GatewayEvent, now: number): number {
  const stamp = event.requestContext?.requestTimeEpoch;
  return typeof stamp === 'number' && Math.abs(now - stamp) <= LONGEST_WAIT_MS ? stamp : now;
}

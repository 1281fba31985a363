import type { InvalidTokenReason } from '../../../functions/core/tokens/invalid-token-error.ts';
import { expectationsOf } from '../local-verifiers.ts';
import { afterTimer } from '../timers.ts';
import { refusalLine } from './refusal-line.ts';
import type { RefusedRequest } from './refused-request.ts';

/** Joins what the gateway knows of a refusal with what the authorizer's log says of it. */
export interface RefusalTeller {
  /** Takes each line that a function logs. */
  readonly heard: (line: string) => void;
  /** Takes each request that was turned away. It returns at once: the answer never waits for the log. */
  readonly refused: (request: RefusedRequest) => void;
}

/** How long a line of the log may come after the answer, in milliseconds. */
const PATIENCE_MS = 1000;
/** Reasons that nobody has asked for are kept for so many invocations. */
const MAX_KEPT = 1000;

/**
 * @param functions what the authorizers expect stands in their environments
 * @param onLine takes one line for each refused request
 */
export function createRefusalTeller(
  functions: Parameters<typeof expectationsOf>[0],
  clock: { now(): number },
  onLine: (line: string) => void = () => {},
  after = afterTimer,
): RefusalTeller {
  const reasons = new Map<string, InvalidTokenReason>();
  const waiting = new Map<string, (reason: InvalidTokenReason | null) => void>();

  const tell = (request: RefusedRequest, reason: InvalidTokenReason | null): void =>
    onLine(refusalLine(request, reason, expectationsOf(functions), clock.now()));

  return {
    heard(line) {
      const refusal = refusalIn(line);
      if (refusal === null) return;
      const { requestId, reason } = refusal;
      const waits = waiting.get(requestId);
      if (waits) return waits(reason);
      const [oldest] = reasons.size >= MAX_KEPT ? reasons.keys() : [];
      if (oldest !== undefined) reasons.delete(oldest);
      reasons.set(requestId, reason);
    },
    refused(request) {
      const { cause } = request;
      if (cause.is !== 'unauthorized') return tell(request, null);
      const { requestId } = cause;
      const known = reasons.get(requestId);
      if (reasons.delete(requestId)) return tell(request, known ?? null);
      const settle = (reason: InvalidTokenReason | null): void => {
        callOff();
        waiting.delete(requestId);
        tell(request, reason);
      };
      const callOff = after(PATIENCE_MS, () => settle(null));
      waiting.set(requestId, settle);
    },
  };
}

/** @returns the authorizer's own word, if the line has it (functions/core/events/security-event.ts) */
function refusalIn(
  line: string,
): { readonly requestId: string; readonly reason: InvalidTokenReason } | null {
  if (!line.includes('"access_refused"')) return null;
  try {
    const { event, requestId, reason } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    if (event !== 'access_refused' || typeof requestId !== 'string') return null;
    return { requestId, reason: reason as InvalidTokenReason };
  } catch {
    return null;
  }
}

import { problemAnswer } from '../http/problem-responses.ts';
import type { Auth, Authorized, ProxyEvent, Refusal } from './authorized-event.ts';

/** Lets a handler see only requests with the right token. It wraps a handler, or middy uses it. */
export interface Guard {
  /**
   * @param handler gets the event with `auth` in it
   * @returns a handler that answers 401 or 403 by itself (RFC 6750 §3, RFC 9457)
   */
  <Event extends ProxyEvent, Context, Answer>(
    handler: (event: Authorized<Event>, context: Context) => Answer | Promise<Answer>,
  ): (event: Event, context: Context) => Promise<Answer | Refusal>;

  /** The part that middy calls: what it returns is the answer, and the handler is not called. */
  readonly before: (request: { event: unknown }) => Refusal | undefined;
}

/**
 * @param check gives the caller, or throws a `ProblemError`; whatever else it throws is a 500
 */
export function createGuard(check: (event: ProxyEvent) => Auth): Guard {
  const admit = <Event extends ProxyEvent>(event: Event): Authorized<Event> => ({
    ...event,
    auth: check(event),
  });
  const guard = ((handler) => async (event, context) => {
    let authorized: ReturnType<typeof admit<typeof event>>;
    try {
      authorized = admit(event);
    } catch (error) {
      return refusal(error);
    }
    // Outside of the try: the handler's own errors are its own.
    return handler(authorized, context);
  }) as Guard;
  const before = (request: { event: unknown }): Refusal | undefined => {
    try {
      request.event = admit((request.event ?? {}) as ProxyEvent);
      return undefined;
    } catch (error) {
      return refusal(error);
    }
  };
  return Object.assign(guard, { before });
}

const refusal = (error: unknown): Refusal => {
  const { statusCode, headers, body } = problemAnswer(error);
  return { statusCode, headers: { ...headers }, body };
};

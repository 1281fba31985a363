import type { GatewayEvent } from './gateway-event.ts';
import { bearerProblem } from './problem-responses.ts';

/** Who calls, as the authorizer says. */
export interface Caller {
  /** The token's `sub`. */
  readonly subject: string;
  /** `null` when the subject is no user. */
  readonly username: string | null;
  readonly scopes: readonly string[];
  readonly clientId: string;
  /** The session; `null` for tokens without one. */
  readonly sessionId: string | null;
}

/**
 * Checks again behind the authorizer, and fails closed: a route whose authorizer was forgotten gives
 * nothing away, and a policy that the gateway cached doesn't outlive its token.
 *
 * @param scopes what the route needs, all of it
 * @param now milliseconds since the epoch
 * @returns the caller
 * @throws ProblemError 401 without the authorizer's context and past the token's `exp`, 403 without
 *   a scope
 */
export function requireScopes(event: GatewayEvent, scopes: readonly string[], now: number): Caller {
  const context = event.requestContext?.authorizer ?? {};
  const text = (name: string): string | null => {
    const value = context[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const [subject, clientId] = [text('sub'), text('clientId')];
  // The gateway passes a context's numbers on as text.
  const exp = String(context['exp']);
  if (subject === null || clientId === null || !/^\d{1,12}$/.test(exp)) {
    throw bearerProblem({ code: 'no_token' });
  }
  if (Number(exp) * 1000 <= now) throw bearerProblem({ code: 'invalid_token' });
  const granted = (text('scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (!scopes.every((scope) => granted.includes(scope))) {
    throw bearerProblem({ code: 'insufficient_scope', scopes });
  }
  return {
    subject,
    username: text('username'),
    scopes: granted,
    clientId,
    sessionId: text('sid'),
  };
}

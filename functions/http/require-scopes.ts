import type { GatewayEvent } from './gateway-event.ts';
import { bearerProblem } from './problem-responses.ts';

/** Who calls, as the authorizer says. */
export interface Caller {
  /** The token's `sub`. */
  readonly subject: string;
  /** `null` when the subject is no user. */
  readonly username: string | null;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  readonly clientId: string;
  /** The session; `null` for tokens without one. */
  readonly sessionId: string | null;
  /** When the token expires, in milliseconds since the epoch. */
  readonly expiresAt: number;
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
  const caller = callerOf(event, now);
  if (!scopes.every((scope) => caller.scopes.includes(scope))) {
    throw bearerProblem({ code: 'insufficient_scope', scopes });
  }
  return caller;
}

/**
 * @param roles of which the caller must have one
 * @throws ProblemError as `requireScopes`; 403 without any of the roles
 */
export function requireRoles(event: GatewayEvent, roles: readonly string[], now: number): Caller {
  const caller = callerOf(event, now);
  if (!roles.some((role) => caller.roles.includes(role))) {
    throw bearerProblem({ code: 'insufficient_role' });
  }
  return caller;
}

function callerOf(event: GatewayEvent, now: number): Caller {
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
  const expiresAt = Number(exp) * 1000;
  if (expiresAt <= now) throw bearerProblem({ code: 'invalid_token' });
  const words = (name: string): readonly string[] =>
    (text(name) ?? '').split(' ').filter((word) => word !== '');
  return {
    subject,
    username: text('username'),
    scopes: words('scope'),
    roles: words('roles'),
    clientId,
    sessionId: text('sid'),
    expiresAt,
  };
}

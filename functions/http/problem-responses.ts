import type { GatewayResponse } from './gateway-event.ts';

/** The name of what a token opens (RFC 9110 §11.5). */
const REALM = 'latchkey';

/** Why a protected route refuses a caller (RFC 6750 §3.1), with the scopes that would pass. */
export type BearerRefusal =
  | { readonly code: 'no_token' }
  | { readonly code: 'invalid_token' }
  | { readonly code: 'insufficient_scope'; readonly scopes: readonly string[] }
  | { readonly code: 'insufficient_role' };

/** A request to a protected route that ends without what was asked for. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly title: string;
  /** For the client: a fixed text that never quotes the request. */
  readonly detail: string;
  readonly challenge: string | null;
  /** What clients match on, where one status has several reasons. */
  readonly code: string | null;
  /** When to come back, in seconds, where that is known. */
  readonly retryAfterSeconds: number | null;

  constructor(
    status: number,
    title: string,
    detail: string,
    challenge: string | null = null,
    more: { readonly code?: string; readonly retryAfterSeconds?: number | null } = {},
  ) {
    super(`${status} ${title}`);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.challenge = challenge;
    this.code = more.code ?? null;
    this.retryAfterSeconds = more.retryAfterSeconds ?? null;
  }
}

/** @returns the error that tells a caller about his token (RFC 6750 §3) */
export function bearerProblem(refusal: BearerRefusal): ProblemError {
  const challenge = `Bearer realm="${REALM}"`;
  if (refusal.code === 'no_token') {
    return new ProblemError(401, 'Unauthorized', 'A bearer token is needed.', challenge);
  }
  if (refusal.code === 'invalid_token') {
    const detail = 'The token is invalid, expired or revoked.';
    return new ProblemError(401, 'Unauthorized', detail, `${challenge}, error="invalid_token"`);
  }
  if (refusal.code === 'insufficient_role') {
    // The code for any lack of privileges; no scope would help.
    const insufficient = `${challenge}, error="insufficient_scope"`;
    return new ProblemError(
      403,
      'Forbidden',
      'The token lacks a role that this needs.',
      insufficient,
    );
  }
  return new ProblemError(
    403,
    'Forbidden',
    'The token lacks a scope that this needs.',
    `${challenge}, error="insufficient_scope", scope="${refusal.scopes.join(' ')}"`,
  );
}

/** @returns an answer with data of the caller's own, which no cache may keep */
export const dataAnswer = (data: unknown, statusCode: 200 | 201 = 200): GatewayResponse => ({
  statusCode,
  headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  body: JSON.stringify(data),
});

/** @returns an answer that says no more than that it is done */
export const doneAnswer = (): GatewayResponse => ({
  statusCode: 204,
  headers: { 'Cache-Control': 'no-store' },
  body: '',
});

/** @returns problem details (RFC 9457 §3); anything that is not a ProblemError is our own fault */
export function problemAnswer(error: unknown): GatewayResponse {
  const problem =
    error instanceof ProblemError
      ? error
      : new ProblemError(500, 'Internal Server Error', 'The service failed.');
  const { status, title, detail, challenge, code, retryAfterSeconds } = problem;
  return {
    statusCode: status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...(challenge === null ? {} : { 'WWW-Authenticate': challenge }),
      ...(retryAfterSeconds === null ? {} : { 'Retry-After': String(retryAfterSeconds) }),
    },
    body: JSON.stringify({
      type: 'about:blank',
      title,
      status,
      detail,
      ...(code === null ? {} : { code }),
    }),
  };
}

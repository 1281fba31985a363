import * as z from 'zod/mini';
import { OAuthError } from '../core/oauth-error.ts';
import { parseScope } from '../core/scopes.ts';
import type { TokenParameters } from './token-parameters.ts';

/** Any text that got through the parsers: not empty, well-formed, without NUL, within 16 KiB. */
const text = z.string();

/** What a password grant brings (RFC 6749 §4.3.2), besides its type and its client. */
export const PASSWORD_GRANT = z.object({
  username: text,
  password: text,
  scope: z.optional(text),
});

/** What a refresh grant brings (RFC 6749 §6), besides its type and its client. */
export const REFRESH_GRANT = z.object({ refresh_token: text, scope: z.optional(text) });

/**
 * @returns the grant type that a request names. A request without one that has `username` and
 *   `password` means the password grant, as FastAPI's form allows
 * @throws OAuthError `invalid_request` when it names none otherwise
 */
export function grantTypeOf(parameters: TokenParameters): string {
  const { grant_type: grantType, username, password } = parameters;
  if (typeof grantType === 'string') return grantType;
  if (grantType === undefined && username !== undefined && password !== undefined) {
    return 'password';
  }
  throw missing('grant_type');
}

/**
 * Reads a password grant (RFC 6749 §4.3.2).
 *
 * @throws OAuthError `invalid_request` or, for a scope that is not of the RFC's form, `invalid_scope`
 */
export function readPasswordGrant(parameters: TokenParameters): {
  readonly username: string;
  readonly password: string;
  readonly scope: readonly string[] | null;
} {
  const { username, password, scope } = read(PASSWORD_GRANT, parameters);
  return { username, password, scope: scope === undefined ? null : parseScope(scope) };
}

/**
 * Reads a refresh grant (RFC 6749 §6).
 *
 * @throws OAuthError `invalid_request` or, for a scope that is not of the RFC's form, `invalid_scope`
 */
export function readRefreshGrant(parameters: TokenParameters): {
  readonly refreshToken: string;
  readonly scope: readonly string[] | null;
} {
  const { refresh_token: refreshToken, scope } = read(REFRESH_GRANT, parameters);
  return { refreshToken, scope: scope === undefined ? null : parseScope(scope) };
}

/** What is left of a client-credentials grant (RFC 6749 §4.4.2), besides its type and its client. */
export const CLIENT_CREDENTIALS_GRANT = z.object({ scope: z.optional(text) });

/**
 * Reads what is left of a client-credentials grant (RFC 6749 §4.4.2): the scope.
 *
 * @throws OAuthError `invalid_scope` for one that is not of the RFC's form
 */
export function readRequestedScope(parameters: TokenParameters): readonly string[] | null {
  const { scope } = read(CLIENT_CREDENTIALS_GRANT, parameters);
  return scope === undefined ? null : parseScope(scope);
}

/** @returns the error for a grant type that an endpoint doesn't know (RFC 6749 §5.2) */
export const unsupportedGrantType = (): OAuthError =>
  new OAuthError(
    'unsupported_grant_type',
    'The grant type is not supported here.',
    'unsupported_grant_type',
  );

function read<Shape extends z.ZodMiniType>(
  schema: Shape,
  parameters: TokenParameters,
): z.output<Shape> {
  const result = schema.safeParse(parameters);
  if (result.success) return result.data;
  // The path is a name from the schema above, never a word of the request.
  throw missing(String(result.error.issues[0]?.path[0] ?? 'body'));
}

const missing = (name: string): OAuthError =>
  new OAuthError('invalid_request', `The parameter ${name} is missing or no text.`, 'missing');

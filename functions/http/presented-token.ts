import * as z from 'zod/mini';
import { OAuthError } from '../core/oauth-error.ts';
import type { TokenParameters } from './token-parameters.ts';

/** What a request about a token brings (RFC 7009 §2.1, RFC 7662 §2.1), besides its client. */
export const PRESENTED_TOKEN = z.object({ token: z.string() });

/**
 * Reads the token that a request is about (RFC 7009 §2.1, RFC 7662 §2.1). `token_type_hint` is not
 * read: tokens show what they are, and both RFCs leave the hint to the server.
 *
 * @throws OAuthError `invalid_request` when there is none
 */
export function readPresentedToken(parameters: TokenParameters): string {
  const result = PRESENTED_TOKEN.safeParse(parameters);
  if (result.success) return result.data.token;
  throw new OAuthError('invalid_request', 'The parameter token is missing.', 'missing');
}

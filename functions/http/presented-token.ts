import { OAuthError } from '../core/oauth-error.ts';
import type { TokenParameters } from './token-parameters.ts';

/**
 * Reads the token that a request is about (RFC 7009 §2.1, RFC 7662 §2.1). `token_type_hint` is not
 * read: tokens show what they are, and both RFCs leave the hint to the server.
 *
 * @throws OAuthError `invalid_request` when there is none
 */
export function readPresentedToken({ token }: TokenParameters): string {
  if (typeof token === 'string') return token;
  throw new OAuthError('invalid_request', 'The parameter token is missing.', 'missing');
}

import { OAuthError } from '../core/oauth-error.ts';
import type { GatewayEvent } from './gateway-event.ts';

/**
 * Reads a header that must not be repeated. The gateway shows only the last of several values in
 * `headers`; all of them are in `multiValueHeaders`.
 *
 * @param event with names in lower case, those that differed in their case only merged into one
 * @param name in lower case
 * @returns the value without surrounding white space, or `null` when it is absent or empty
 * @throws OAuthError `invalid_request` when it came more than once
 */
export function singleHeader(event: GatewayEvent, name: string): string | null {
  const values = event.multiValueHeaders?.[name] ?? [event.headers?.[name] ?? ''];
  if (values.length > 1) {
    throw new OAuthError('invalid_request', 'A header is repeated.', 'repeated_header');
  }
  const value = (values[0] ?? '').trim();
  return value === '' ? null : value;
}

import { OAuthError } from '../core/oauth-error.ts';
import { parseForm } from './form-parameters.ts';
import type { GatewayEvent } from './gateway-event.ts';
import { parseJson } from './json-parameters.ts';
import { readBody, type MediaType } from './request-body.ts';

/** A token request's parameters by name. An empty one counts as absent (RFC 6749 §3.2). */
export type TokenParameters = Readonly<Record<string, unknown>>;

/**
 * Reads the parameters of a request to a token endpoint.
 *
 * @param accepted the media types that this endpoint reads
 * @returns the parameters, known or not, without the empty ones
 * @throws OAuthError `invalid_request` for a body that can't be read, and for any parameter in the
 *   query: credentials there end up in logs and histories (RFC 6749 §2.3.1)
 */
export function readTokenParameters(
  event: GatewayEvent,
  accepted: readonly MediaType[],
): TokenParameters {
  const query = event.multiValueQueryStringParameters ?? event.queryStringParameters ?? {};
  if (Object.keys(query).length > 0) {
    throw new OAuthError(
      'invalid_request',
      'Parameters belong in the body, not in the query.',
      'parameters_in_query',
    );
  }
  const { mediaType, text } = readBody(event, accepted);
  const parameters = mediaType === 'application/json' ? parseJson(text) : parseForm(text);
  const present = [...parameters].filter(([, value]) => value !== '');
  // Without a prototype: a parameter may be called anything.
  return Object.assign(Object.create(null), Object.fromEntries(present));
}

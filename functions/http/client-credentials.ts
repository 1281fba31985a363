import type { ClientCredentials } from '../core/clients/authenticate-client.ts';
import { OAuthError } from '../core/oauth-error.ts';
import { formUrlDecode } from './form-parameters.ts';
import type { GatewayEvent } from './gateway-event.ts';
import { singleHeader } from './single-header.ts';
import type { TokenParameters } from './token-parameters.ts';

const BASIC = /^basic +([A-Za-z0-9+/]*={0,2})$/i;

/**
 * Reads how a request names and authenticates its client (RFC 6749 §2.3.1): by `Authorization: Basic`
 * or by `client_id` and `client_secret` in the body. An empty pair in the header (`Og==`) counts as no
 * header: Swagger UI sends it. So does `Authorization: Bearer`, which is not a way for a client to
 * authenticate, and which many front ends put on every call they make.
 *
 * @throws OAuthError `invalid_request` for both at once, `invalid_client` for a header that can't be
 *   read or is of another scheme
 */
export function readClientCredentials(
  event: GatewayEvent,
  parameters: TokenParameters,
): ClientCredentials {
  const inBody = {
    clientId: textOf(parameters, 'client_id'),
    clientSecret: textOf(parameters, 'client_secret'),
  };
  const inHeader = fromHeader(singleHeader(event, 'authorization'));
  if (inHeader === null) return inBody;
  const named = inBody.clientId ?? inHeader.clientId;
  if (inBody.clientSecret !== null || named !== inHeader.clientId) {
    throw new OAuthError(
      'invalid_request',
      'The client authenticates in two ways at once.',
      'two_authentications',
    );
  }
  return inHeader;
}

/** @returns whether a request uses the header for it, so that a 401 must name the scheme (§5.2) */
export const usesClientHeader = (event: GatewayEvent): boolean =>
  /^(?!bearer\b)\S/i.test(event.headers?.['authorization'] ?? '');

function fromHeader(header: string | null): ClientCredentials | null {
  if (header === null || /^bearer\b/i.test(header)) return null;
  const [, encoded] = BASIC.exec(header) ?? [];
  if (encoded === undefined) throw unreadable();
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  const clientId = colon === -1 ? null : formUrlDecode(pair.slice(0, colon));
  const clientSecret = colon === -1 ? null : formUrlDecode(pair.slice(colon + 1));
  if (clientId === null || clientSecret === null) throw unreadable();
  if (clientId === '' && clientSecret === '') return null;
  if (clientId === '') throw unreadable();
  return { clientId, clientSecret: clientSecret === '' ? null : clientSecret };
}

function textOf(parameters: TokenParameters, name: string): string | null {
  const value = parameters[name];
  if (value === undefined || typeof value === 'string') return value ?? null;
  throw new OAuthError('invalid_request', `The parameter ${name} is no text.`, 'not_text');
}

const unreadable = (): OAuthError =>
  new OAuthError(
    'invalid_client',
    'The client is unknown or its credentials are wrong.',
    'unreadable_client_header',
  );

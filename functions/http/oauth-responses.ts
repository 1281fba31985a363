import type { ClientTokenResponse } from '../core/clients/grant-client-credentials.ts';
import { OAuthError, type OAuthErrorCode } from '../core/oauth-error.ts';
import type { TokenResponse } from '../core/sessions/token-response.ts';
import { usesClientHeader } from './client-credentials.ts';
import type { GatewayEvent, GatewayResponse } from './gateway-event.ts';

/** The status of each code (RFC 6749 §5.2, RFC 7009 §2.2.1; the last two by RFC 9110 §15.6). */
const STATUS: Readonly<Record<OAuthErrorCode, number>> = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  invalid_scope: 400,
  unsupported_token_type: 400,
  temporarily_unavailable: 503,
  server_error: 500,
};

/** RFC 6749 §5.1, on errors too: an answer of a token endpoint is nobody's to keep. */
const HEADERS = {
  'Content-Type': 'application/json',
  'Cache-Control': 'no-store',
  Pragma: 'no-cache',
};

const OUR_FAULT = {
  code: 'server_error' as const,
  description: 'The service failed.',
  status: null,
  retryAfterSeconds: null,
};

/** @returns the successful answer of a token endpoint (RFC 6749 §5.1) */
export const tokenAnswer = (tokens: TokenResponse | ClientTokenResponse): GatewayResponse => ({
  statusCode: 200,
  headers: { ...HEADERS },
  body: JSON.stringify(tokens),
});

/**
 * @returns the error answer of a token endpoint (RFC 6749 §5.2); anything that is not an OAuthError is
 *   our own fault and says so without saying more
 */
export function oauthErrorAnswer(error: unknown, event: GatewayEvent): GatewayResponse {
  const { code, description, status, retryAfterSeconds } =
    error instanceof OAuthError ? error : OUR_FAULT;
  const statusCode = status ?? STATUS[code];
  const retryAfter = retryAfterSeconds ?? (statusCode === 503 ? 1 : null);
  return {
    statusCode,
    headers: {
      ...HEADERS,
      ...(statusCode === 401 && usesClientHeader(event)
        ? { 'WWW-Authenticate': 'Basic realm="latchkey", charset="UTF-8"' }
        : {}),
      ...(retryAfter === null ? {} : { 'Retry-After': String(retryAfter) }),
    },
    body: JSON.stringify({ error: code, error_description: description }),
  };
}

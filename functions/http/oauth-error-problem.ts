import { OAuthError, type OAuthErrorCode } from '../core/oauth-error.ts';
import type { GatewayResponse } from './gateway-event.ts';
import { problemAnswer, ProblemError } from './problem-responses.ts';

/** The status of each code outside of OAuth's endpoints, where a wrong password is no bad request. */
const STATUS: Readonly<Record<OAuthErrorCode, number>> = {
  invalid_request: 400,
  invalid_client: 403,
  invalid_grant: 403,
  unauthorized_client: 403,
  unsupported_grant_type: 400,
  invalid_scope: 400,
  unsupported_token_type: 400,
  temporarily_unavailable: 503,
  server_error: 500,
};

const TITLE: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

/** @returns an OAuth error as problem details, under the same code and in the same words */
function problemOfOAuthError(error: OAuthError): ProblemError {
  const status = error.status ?? STATUS[error.code];
  const title = TITLE[status] ?? 'Internal Server Error';
  const retryAfterSeconds = error.retryAfterSeconds ?? (status === 503 ? 1 : null);
  return new ProblemError(status, title, error.description, null, {
    code: error.code,
    retryAfterSeconds,
  });
}

/** @returns problem details of any error, an OAuth error's under its own code */
export const problemAnswerOf = (error: unknown): GatewayResponse =>
  problemAnswer(error instanceof OAuthError ? problemOfOAuthError(error) : error);

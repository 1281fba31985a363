import { OAuthError, type OAuthErrorCode } from '../../functions/core/oauth-error.ts';
import { oauthErrorAnswer } from '../../functions/http/oauth-responses.ts';
import { jsonOf } from '../fakes/function-bench.ts';

const CODES: Record<OAuthErrorCode, number> = {
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

const headersOf = (options: ConstructorParameters<typeof OAuthError>[3]) =>
  oauthErrorAnswer(new OAuthError('temporarily_unavailable', 'No.', 'x', options), {}).headers;

describe('the error answers of RFC 6749 §5.2', () => {
  it.each(Object.entries(CODES))('%s has the status %i', (code, status) => {
    const error = new OAuthError(code as OAuthErrorCode, 'A text.', 'the true reason');
    const answer = oauthErrorAnswer(error, {});
    expect(answer.statusCode).toBe(status);
    expect(jsonOf(answer)).toEqual({ error: code, error_description: 'A text.' });
    expect(answer.headers).toMatchObject({ 'Cache-Control': 'no-store', Pragma: 'no-cache' });
  });

  it('lets an error bring a status of its own', () => {
    const error = new OAuthError('invalid_request', 'Too large.', 'x', { status: 413 });
    expect(oauthErrorAnswer(error, {}).statusCode).toBe(413);
  });

  it('says when to come back, where that is known', () => {
    expect(headersOf({ status: 429, retryAfterSeconds: 17 })['Retry-After']).toBe('17');
    expect(headersOf({})['Retry-After']).toBe('1');
    expect(headersOf({ status: 400 })).not.toHaveProperty('Retry-After');
  });

  it.each([new Error('secret detail'), 'secret detail', null, undefined, { status: 204 }])(
    'says of %p only that the service failed',
    (error) => {
      const answer = oauthErrorAnswer(error, {});
      expect(answer.statusCode).toBe(500);
      expect(jsonOf(answer)).toEqual({
        error: 'server_error',
        error_description: 'The service failed.',
      });
    },
  );
});

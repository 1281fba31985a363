import { CheckFailure } from './check.ts';
import { described, type Answer } from './smoke-client.ts';

/** The tokens of one session, as of its last answer. */
export interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/**
 * @param wanted what was asked for, for the message
 * @returns the tokens of a good answer (RFC 6749 §5.1)
 * @throws CheckFailure for any other
 */
export function sessionIn(answer: Answer, wanted: string): Session {
  const { access_token, refresh_token, token_type, expires_in } = answer.json;
  if (answer.status !== 200) throw new CheckFailure(`200 for ${wanted}`, described(answer));
  if (typeof access_token !== 'string' || typeof refresh_token !== 'string') {
    throw new CheckFailure('an access and a refresh token', 'an answer without them');
  }
  if (token_type !== 'Bearer' || typeof expires_in !== 'number') {
    throw new CheckFailure('token_type "Bearer" and expires_in', 'an answer without them');
  }
  if (answer.headers.get('cache-control') !== 'no-store') {
    throw new CheckFailure('Cache-Control: no-store on tokens (RFC 6749 §5.1)', 'another or none');
  }
  return { accessToken: access_token, refreshToken: refresh_token };
}

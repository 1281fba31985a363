import { OAuthError } from './oauth-error.ts';
import { publicRefusal } from './sessions/refresh-outcome.ts';

/**
 * Turns the failure of a table or a key source into 503: a client keeps its token and tries again.
 *
 * @param work its error becomes the cause, for the log; what already is an OAuthError stays
 * @throws OAuthError `temporarily_unavailable`
 */
export async function orUnavailable<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof OAuthError) throw cause;
    const { code, description } = publicRefusal('unavailable');
    throw new OAuthError(code, description, 'unavailable', { cause });
  }
}

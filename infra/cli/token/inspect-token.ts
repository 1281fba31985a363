import { authenticateToken } from '../../../functions/core/authorization/authenticate.ts';
import { checkClaims } from '../../../functions/core/tokens/check-claims.ts';
import { parseCompactJws } from '../../../functions/core/tokens/compact-jws.ts';
import {
  InvalidTokenError,
  type InvalidTokenReason,
} from '../../../functions/core/tokens/invalid-token-error.ts';
import { explainRefusal } from '../../tokens/explain-refusal.ts';
import { readUnverified, type UnverifiedToken } from '../../tokens/read-unverified.ts';
import { CliError } from '../cli-error.ts';
import type { GivenToken } from './read-token.ts';
import type { Verifier } from './verifier.ts';

/** What there is to say of a token. */
export interface Inspection extends UnverifiedToken {
  /** `unverified`: nothing is wrong with it as far as can be seen without keys. */
  readonly verdict: 'valid' | 'invalid' | 'unverified';
  readonly reason: InvalidTokenReason | 'refresh_token' | null;
  /** One line. */
  readonly explanation: string;
  /** By whom it was judged, `null` for nobody. */
  readonly verifier: string | null;
  /** Whether it was looked at whether its session goes on. */
  readonly sessionChecked: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const REFRESH_TOKEN =
  'this is a refresh token: whoever has it can go on with the session. Keep it secret; only POST /refresh, /token and /revoke take it, never an API. Nothing in it is shown';

/**
 * Judges a token by the verifier that the authorizer has, and says in words what that found.
 *
 * @param now milliseconds since the epoch
 * @throws CliError when the keys or the session can't be read
 */
export async function inspectToken(
  { token, kind }: GivenToken,
  verifier: Verifier | null,
  now: number,
): Promise<Inspection> {
  const shared = { verifier: verifier?.name ?? null, now };
  if (kind === 'refresh') {
    const nothing = { header: {}, claims: {}, sessionChecked: false };
    const reason = 'refresh_token';
    return { ...shared, ...nothing, verdict: 'invalid', reason, explanation: REFRESH_TOKEN };
  }
  const content = readUnverified(token);
  const reason = await refusalOf(token, content, verifier, now);
  if (reason !== null) {
    const { issuer, audiences, keyIds } = verifier ?? {};
    const facts = {
      ...content,
      now,
      ...(issuer === undefined ? {} : { issuer }),
      ...(audiences === undefined ? {} : { audiences }),
      ...(keyIds === undefined ? {} : { keyIds }),
    };
    const explanation = explainRefusal(reason, facts);
    return {
      ...shared,
      ...content,
      verdict: 'invalid',
      reason,
      explanation,
      sessionChecked: false,
    };
  }
  if (verifier === null) {
    const explanation =
      'not verified: nobody said whose token it should be, so its signature was not checked. Say --local, --stack NAME or --issuer URL';
    return {
      ...shared,
      ...content,
      verdict: 'unverified',
      reason: null,
      explanation,
      sessionChecked: false,
    };
  }
  return {
    ...shared,
    ...content,
    verdict: 'valid',
    reason: null,
    explanation: 'valid',
    sessionChecked: verifier.sessions !== null,
  };
}

async function refusalOf(
  token: string,
  { claims }: UnverifiedToken,
  verifier: Verifier | null,
  now: number,
): Promise<InvalidTokenReason | null> {
  try {
    if (verifier !== null) {
      await authenticateToken(token, { ...verifier, clock: { now: () => now } });
      return null;
    }
    // Without keys its form and its times can be judged; whose it is, only by its own word.
    parseCompactJws(token);
    const audiences = [claims['aud']].flat().map(String);
    checkClaims(claims, { issuer: String(claims['iss']), audiences, now });
    return null;
  } catch (error) {
    if (error instanceof InvalidTokenError) return error.reason;
    throw new CliError(`it can't be judged: ${(error as Error).message}`, undefined, {
      cause: error,
    });
  }
}

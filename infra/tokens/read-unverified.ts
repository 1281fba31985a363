import { parseJsonPart } from '../../functions/core/tokens/compact-jws.ts';
import { InvalidTokenError } from '../../functions/core/tokens/invalid-token-error.ts';

/** What a token says of itself. Nothing of it may be believed. */
export interface UnverifiedToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * Reads what stands in a token, to show it or to say what is wrong with it. Whether the token is any
 * good is `verifyAccessToken`'s to say, and nobody else's.
 *
 * @returns empty objects for parts that can't be read
 */
export function readUnverified(token: string): UnverifiedToken {
  const [header = '', claims = ''] = token.split('.', 2);
  return {
    header: jsonOf(header, 'malformed_header'),
    claims: jsonOf(claims, 'malformed_payload'),
  };
}

function jsonOf(
  part: string,
  reason: 'malformed_header' | 'malformed_payload',
): Readonly<Record<string, unknown>> {
  try {
    return parseJsonPart(part, reason).value;
  } catch (error) {
    if (error instanceof InvalidTokenError) return {};
    throw error;
  }
}

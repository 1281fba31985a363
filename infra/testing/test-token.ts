import { createHash } from 'node:crypto';
import type { AccessTokenClaims } from '../../functions/core/tokens/access-token-claims.ts';

/** Whom a test token speaks for. Everything can be left out. */
export interface TestUser {
  /** Default: `johndoe`. */
  readonly username?: string;
  /** Default: none. */
  readonly scopes?: readonly string[];
  /** Default: none. */
  readonly roles?: readonly string[];
  /** The token's `sub`, `user:…`. Default: one that is always the same for a username. */
  readonly subject?: string;
  /** Default: `default`. */
  readonly clientId?: string;
  /** How long the token is good, in seconds; negative: since when it isn't. Default: 900. */
  readonly expiresInSeconds?: number;
}

/** A machine that has got its token by `client_credentials`: no user, no session. */
export interface TestMachine {
  /** Its `sub` is `client:<machine>`. */
  readonly machine: string;
  readonly scopes?: readonly string[];
  readonly expiresInSeconds?: number;
}

/** Whom a test token is for. */
export type TestCaller = TestUser | TestMachine;

/** What every token of one issuer has in common. */
export interface TokenFrame {
  readonly issuer: string;
  readonly audience: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Makes `jti` and `sid` differ. */
  readonly serial: number;
}

const LIFETIME_SECONDS = 900;

/**
 * @returns the claims that Latchkey would put into this caller's token (RFC 9068 §2.2)
 * @throws TypeError when a scope or a role has a space in it, since it would be several in the token
 */
export function claimsOf(
  caller: TestCaller,
  { issuer, audience, now, serial }: TokenFrame,
): AccessTokenClaims {
  const { scopes = [], expiresInSeconds = LIFETIME_SECONDS } = caller;
  const exp = Math.floor(now / 1000) + expiresInSeconds;
  checkWords('scope', scopes);
  const token = {
    iss: issuer,
    aud: audience,
    scope: scopes.join(' '),
    // A token that has expired was good for some time before.
    iat: exp - Math.max(LIFETIME_SECONDS, expiresInSeconds),
    exp,
    jti: `test-token-${serial}`,
  };
  if ('machine' in caller) {
    return { ...token, sub: `client:${caller.machine}`, client_id: caller.machine };
  }
  const { username = 'johndoe', roles = [], subject, clientId = 'default' } = caller;
  checkWords('role', roles);
  return {
    ...token,
    sub: subject ?? `user:${stableId(username)}`,
    client_id: clientId,
    sid: `test-session-${serial}`,
    username,
    roles,
    auth_time: token.iat,
  };
}

/** A UUID by its form: a test can compare ids over its runs. */
const stableId = (username: string): string =>
  createHash('sha256')
    .update(username)
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');

function checkWords(what: string, words: readonly string[]): void {
  for (const word of words) {
    if (/^[\x21\x23-\x5B\x5D-\x7E]+$/.test(word)) continue;
    throw new TypeError(`a ${what} is one word without spaces, and not ${JSON.stringify(word)}`);
  }
}

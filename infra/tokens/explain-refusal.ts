import type { InvalidTokenReason } from '../../functions/core/tokens/invalid-token-error.ts';
import { MAX_TOKEN_LENGTH } from '../../functions/core/tokens/compact-jws.ts';
import { MAX_ACCESS_TOKEN_LIFETIME_SECONDS } from '../../functions/core/tokens/check-claims.ts';
import { quoted, roughly } from './short-texts.ts';
import type { UnverifiedToken } from './read-unverified.ts';

/** What an explanation is made of, besides the reason. */
export interface RefusalFacts extends UnverifiedToken {
  /** What the verifier expected, as far as it is known here. */
  readonly issuer?: string;
  readonly audiences?: readonly string[];
  /** The ids of the published keys. */
  readonly keyIds?: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

type Explain = (facts: RefusalFacts) => string;

/** In the order in which a verifier finds them. */
const EXPLANATIONS: Readonly<Record<InvalidTokenReason, Explain>> = {
  without_bearer: () => 'the Authorization header is not "Bearer", a space and one token',
  too_large: () => `it has more than ${MAX_TOKEN_LENGTH} characters: no access token has`,
  not_compact: ({ header }) =>
    header['alg'] === 'none'
      ? 'unsigned: its alg is "none", and it has no signature; anybody could have written it'
      : 'it is no JWT: that has three parts with a dot between them',
  not_base64url: () =>
    'not canonical base64url: it was cut off, padded with "=", or a character was changed',
  malformed_header: () => 'malformed: its header is not the compact JSON that the service writes',
  unexpected_header_member: ({ header }) =>
    `malformed: its header has more than typ, alg and kid: ${quoted(
      Object.keys(header).filter((name) => !['typ', 'alg', 'kid'].includes(name)),
    )}`,
  wrong_type: ({ header }) =>
    `wrong typ: it is ${quoted(header['typ'])}, expected "at+jwt"; this is no access token`,
  malformed_key_id: () => 'malformed: its header names no key (kid) as the service writes it',
  unknown_key: ({ header, keyIds }) =>
    `unknown kid: the key ${quoted(header['kid'])} is not in the key set${
      keyIds === undefined ? '' : `, which has ${keyIds.map(quoted).join(', ')}`
    }; another service signed it, or the key was taken out`,
  wrong_algorithm: ({ header }) =>
    `wrong alg: it says ${quoted(header['alg'])}, and its key says not`,
  wrong_signature: () =>
    'signature wrong: it was changed after it was signed, or somebody else signed it',
  malformed_payload: () => 'malformed: its claims are no JSON object',
  malformed_claim: () => 'malformed: a claim that RFC 9068 wants is missing or of another kind',
  wrong_issuer: ({ claims, issuer }) =>
    expected('iss', claims['iss'], issuer === undefined ? undefined : [issuer]),
  wrong_audience: ({ claims, audiences }) => expected('aud', claims['aud'], audiences),
  expired: ({ claims, now }) => `expired${since(claims['exp'], now)}`,
  not_yet_valid: ({ claims, now }) => `not valid yet${until(claims['nbf'], now)}`,
  issued_in_the_future: ({ claims, now }) =>
    `issued in the future${until(claims['iat'], now)}: one of the clocks is wrong`,
  lives_too_long: () =>
    `it lives longer than ${MAX_ACCESS_TOKEN_LIFETIME_SECONDS / 3600} hours: no access token may`,
  without_session: () => 'it is of a user and names no session',
  session_missing: () => 'its session is gone: ended long ago, or of other data than these',
  session_revoked: () => 'its session was revoked: a logout, or a refresh token used twice',
  session_expired: () => 'its session has expired',
  session_of_another_user: () => 'its session is of another user',
  user_deleted: () => 'its user was deleted',
  user_disabled: () => 'its user is disabled',
  client_deleted: () => 'its client was deleted',
  client_disabled: () => 'its client is disabled',
  client_tokens_ended: () =>
    'its client was disabled, or got a new secret at once, after it was issued',
  logged_out: () => 'its user logged out everywhere, or got a new password, after it was issued',
};

/**
 * Says in plain words why a token was refused. For the person at the terminal; a client learns no more
 * than `invalid_token`.
 *
 * @param facts what the token says may stand in the words, quoted and cut; the token itself never does
 * @returns one line, without a full stop
 */
export const explainRefusal = (reason: InvalidTokenReason, facts: RefusalFacts): string =>
  EXPLANATIONS[reason](facts);

const expected = (name: string, value: unknown, wanted: readonly string[] | undefined): string =>
  `${name} is ${quoted(value)}${
    wanted === undefined
      ? ', which is not ours'
      : `, expected ${[...new Set(wanted)].map(quoted).join(' or ')}`
  }`;

const since = (seconds: unknown, now: number): string =>
  typeof seconds === 'number' ? ` ${roughly(now - seconds * 1000)} ago` : '';

const until = (seconds: unknown, now: number): string =>
  typeof seconds === 'number' ? `, for another ${roughly(seconds * 1000 - now)}` : '';

import { isCanonicalBase64url } from './canonical-base64url.ts';
import { InvalidTokenError } from './invalid-token-error.ts';

/** Tokens above this are refused unread (characters, which are bytes: the alphabet is ASCII). */
export const MAX_TOKEN_LENGTH = 8192;

/** What a key id may look like: nothing that means something to a path, a query or an object. */
const KEY_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** What the header of an access token says; nothing of it is to be trusted yet. */
export interface CompactJws {
  readonly algorithm: unknown;
  readonly keyId: string;
  readonly payload: string;
  readonly signature: string;
  /** The first two parts as they came: what is signed (RFC 7515 §5.2). */
  readonly signingInput: string;
}

/**
 * Takes a token apart (RFC 7515 §7.1) and refuses every form but the one that our signer writes:
 * three canonical base64url parts; a header of compact JSON with `typ`, `alg` and `kid`, each once
 * and nothing else; `typ` is exactly `at+jwt`. (RFC 9068 §4 lets a resource server take
 * `application/at+jwt` also; our issuer never writes it, so this one doesn't.)
 *
 * @param token as it came, untrusted
 * @throws InvalidTokenError
 */
export function parseCompactJws(token: string): CompactJws {
  if (token.length > MAX_TOKEN_LENGTH) throw new InvalidTokenError('too_large');
  const [header = '', payload = '', signature = '', ...more] = token.split('.', 4);
  if (header === '' || payload === '' || signature === '' || more.length > 0) {
    throw new InvalidTokenError('not_compact');
  }
  if (![header, payload, signature].every(isCanonicalBase64url)) {
    throw new InvalidTokenError('not_base64url');
  }
  const { typ, alg, kid, ...others } = parseHeader(header);
  // `crit`, `b64`, `jwk`, `jku`, `x5c`, `x5u`, `zip`: our signer writes none of them.
  if (Object.keys(others).length > 0) throw new InvalidTokenError('unexpected_header_member');
  if (typ !== 'at+jwt') throw new InvalidTokenError('wrong_type');
  if (typeof kid !== 'string' || !KEY_ID.test(kid)) throw new InvalidTokenError('malformed_key_id');
  return {
    algorithm: alg,
    keyId: kid,
    payload,
    signature,
    signingInput: `${header}.${payload}`,
  };
}

/**
 * Decodes a part that has JSON in it.
 *
 * @throws InvalidTokenError with the given reason unless it is UTF-8 (RFC 8725 §3.7) and an object
 */
export function parseJsonPart(
  part: string,
  reason: 'malformed_header' | 'malformed_payload',
): { readonly text: string; readonly value: Readonly<Record<string, unknown>> } {
  try {
    const text = UTF8.decode(Buffer.from(part, 'base64url'));
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { text, value: value as Readonly<Record<string, unknown>> };
    }
  } catch {
    // Falls through: what was wrong with it is nobody's business but the reason's.
  }
  throw new InvalidTokenError(reason);
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parseHeader(part: string): Readonly<Record<string, unknown>> {
  const { text, value } = parseJsonPart(part, 'malformed_header');
  // A member that stands there twice means one thing to one parser and another to the next.
  if (JSON.stringify(value) !== text) throw new InvalidTokenError('malformed_header');
  return value;
}

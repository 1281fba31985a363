import { OAuthError } from '../core/oauth-error.ts';

/**
 * Parses a form strictly (RFC 6749 §3.2 and appendix B). `@middy/http-urlencode-body-parser` hands the
 * body to `node:querystring`, which never complains: broken percent-encoding stays as it is, invalid
 * UTF-8 becomes U+FFFD (so that two different passwords are one), and what comes after the
 * thousandth parameter, a repetition perhaps, is dropped unseen.
 *
 * @param text the body
 * @returns name and value of each parameter
 * @throws OAuthError `invalid_request` for a repeated name, also one that nobody here knows, and for
 *   anything that is not percent-encoded UTF-8 or has a NUL in it
 */
export function parseForm(text: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = formUrlDecode(equals === -1 ? pair : pair.slice(0, equals));
    const value = equals === -1 ? '' : formUrlDecode(pair.slice(equals + 1));
    if (name === null || value === null) {
      throw new OAuthError('invalid_request', 'The form is not well-formed.', 'broken_form');
    }
    if (parameters.has(name)) {
      throw new OAuthError('invalid_request', 'A parameter is repeated.', 'repeated_parameter');
    }
    parameters.set(name, value);
  }
  return parameters;
}

/**
 * @returns the decoded text, or `null` for broken percent-encoding, for bytes that are not UTF-8
 *   (surrogates and overlong forms among them) and for a NUL
 */
export function formUrlDecode(text: string): string | null {
  try {
    const decoded = decodeURIComponent(text.replaceAll('+', ' '));
    return decoded.includes('\0') ? null : decoded;
  } catch {
    return null;
  }
}

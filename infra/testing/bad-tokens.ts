import { generateSigningKey } from '../../functions/core/keys/generate-keys.ts';
import type { SigningKey } from '../../functions/core/keys/key-rings.ts';
import type { AccessTokenClaims } from '../../functions/core/tokens/access-token-claims.ts';
import { signAccessToken } from '../../functions/core/tokens/sign-access-token.ts';

/** Tokens that no verifier may accept, by what is wrong with them. */
export interface BadTokens {
  readonly expired: string;
  /** Gives itself another scope under the old signature. */
  readonly tampered: string;
  /** Signed by somebody else under our key's id. */
  readonly foreignKey: string;
  /** Its key's id is in no key set. */
  readonly unknownKey: string;
  readonly wrongIssuer: string;
  readonly wrongAudience: string;
  /** `alg: none` (RFC 8725 §2.1). */
  readonly unsigned: string;
}

/** @param claims of a token that would be good */
export async function badTokens(claims: AccessTokenClaims, key: SigningKey): Promise<BadTokens> {
  const stranger = await generateSigningKey(key.alg, 0);
  const good = await signAccessToken(claims, key);
  const [header, , signature] = good.split('.');
  const lifetime = claims.exp - claims.iat;
  const past = { iat: claims.iat - lifetime - 3600, exp: claims.iat - 3600 };
  return {
    expired: await signAccessToken({ ...claims, ...past }, key),
    tampered: [header, encode({ ...claims, scope: 'everything' }), signature].join('.'),
    foreignKey: await signAccessToken(claims, { ...stranger, kid: key.kid }),
    unknownKey: await signAccessToken(claims, stranger),
    wrongIssuer: await signAccessToken({ ...claims, iss: 'https://issuer.invalid' }, key),
    wrongAudience: await signAccessToken({ ...claims, aud: 'https://api.invalid' }, key),
    unsigned: [encode({ typ: 'at+jwt', alg: 'none', kid: key.kid }), encode(claims), ''].join('.'),
  };
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

import { contextOf } from '../../functions/core/authorization/authorizer-context.ts';
import { generateSigningKey } from '../../functions/core/keys/generate-keys.ts';
import type { SigningAlgorithm } from '../../functions/core/keys/key-rings.ts';
import { toPublicJwk } from '../../functions/core/keys/publish-key-set.ts';
import type { AccessTokenClaims } from '../../functions/core/tokens/access-token-claims.ts';
import { signAccessToken } from '../../functions/core/tokens/sign-access-token.ts';
import { verifyAccessToken } from '../../functions/core/tokens/verify-access-token.ts';
import { proxyEvent, type TestEvent, type TestRequest } from './api-gateway-event.ts';
import { badTokens, type BadTokens } from './bad-tokens.ts';
import { claimsOf, type TestCaller } from './test-token.ts';

/** How a test issuer differs from the usual one. */
export interface TestIssuerOptions {
  /** The `iss` of its tokens. Default: `https://auth.example.com`. */
  readonly issuer?: string;
  /** The `aud` of its tokens. Default: the issuer, as in the construct. */
  readonly audience?: string;
  /** Default: `ES256`. */
  readonly algorithm?: SigningAlgorithm;
  /** Milliseconds since the epoch. Default: the clock. */
  readonly now?: () => number;
}

/** A public key as the published set has it: all of its members are texts. */
export interface TestJwk {
  kty: string;
  kid: string;
  use: 'sig';
  alg: SigningAlgorithm;
  [member: string]: string;
}

/** An issuer in memory: a key pair that nobody else has, and tokens like the service's own. */
export interface TestIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** What `/.well-known/jwks.json` would answer. */
  readonly jwks: { readonly keys: TestJwk[] };
  /** @returns an access token; it differs from every other one */
  readonly token: (caller?: TestCaller) => Promise<string>;
  /** @returns tokens for this caller that have to be refused, by what is wrong with them */
  readonly badTokens: (caller?: TestCaller) => Promise<BadTokens>;
  /**
   * Verifies a token as the service's authorizer does, save for the session.
   *
   * @throws Error with the `reason`
   */
  readonly verify: (token: string) => Promise<AccessTokenClaims>;
  /**
   * Makes the event that a handler gets from the gateway, the authorizer's context included.
   *
   * @param caller who calls; `null`: a request that no authorizer has seen, as on a route whose
   *   protection was forgotten
   */
  readonly event: (request: TestRequest, caller?: TestCaller | null) => Promise<TestEvent>;
}

/**
 * Makes tokens and events for the tests of what stands behind Latchkey. Nothing is called over the
 * network, and every issuer has a key of its own.
 *
 * ```ts
 * const issuer = await createTestIssuer();
 * const event = await issuer.event({ path: '/orders' }, { username: 'ada', scopes: ['orders:read'] });
 * expect((await handler(event, context)).statusCode).toBe(200);
 * ```
 */
export async function createTestIssuer(options: TestIssuerOptions = {}): Promise<TestIssuer> {
  const { issuer = 'https://auth.example.com', algorithm = 'ES256' } = options;
  const { audience = issuer, now = () => Date.now() } = options;
  const key = await generateSigningKey(algorithm, now());
  const publicKey = toPublicJwk(key);
  let serial = 0;
  const claimsFor = (caller: TestCaller): AccessTokenClaims => {
    serial += 1;
    return claimsOf(caller, { issuer, audience, now: now(), serial });
  };
  return {
    issuer,
    audience,
    jwks: { keys: [{ ...publicKey } as TestJwk] },
    token: async (caller = {}) => signAccessToken(claimsFor(caller), key),
    badTokens: async (caller = {}) => badTokens(claimsFor(caller), key),
    verify: (token) =>
      verifyAccessToken(token, {
        issuer,
        audiences: [audience],
        now: now(),
        keys: {
          find: async (kid) => (kid === key.kid ? publicKey : null),
          all: async () => ({ keys: [publicKey] }),
        },
      }),
    async event(request, caller = {}) {
      if (caller === null) return proxyEvent(request, null, now());
      const claims = claimsFor(caller);
      const authorization = `Bearer ${await signAccessToken(claims, key)}`;
      const headers = { Authorization: authorization, ...request.headers };
      return proxyEvent({ ...request, headers }, contextOf(claims), now());
    },
  };
}

import { createKeySetCache } from '../../functions/core/keys/key-set-cache.ts';
import type { KeySet, KeySetSource, SigningKey } from '../../functions/core/keys/key-rings.ts';
import { KEY_SET_MAX_AGE_SECONDS } from '../../functions/core/keys/key-timing.ts';
import { createSigningKeyCache } from '../../functions/core/keys/signing-key-cache.ts';
import type { AccessTokenClaims } from '../../functions/core/tokens/access-token-claims.ts';
import { InvalidTokenError } from '../../functions/core/tokens/invalid-token-error.ts';
import { signAccessToken } from '../../functions/core/tokens/sign-access-token.ts';
import { verifyAccessToken } from '../../functions/core/tokens/verify-access-token.ts';
import type { KeyWorld } from './key-world.ts';

const ISSUER = 'https://auth.example.com';
const LIFETIME_SECONDS = 900;

/** A token, and what a test wants to know of it. */
export interface LiveToken {
  readonly token: string;
  readonly kid: string;
  readonly expiresAt: number;
}

/** What a verifier said. */
export type Verdict = 'accepted' | 'refused' | 'unavailable';

/**
 * The processes that sign and verify while keys turn over, each with the shipped caches of its own:
 * signers, verifiers of ours, and one of somebody else, who reads the key set over HTTP, keeps it for
 * its `max-age` and never looks again before.
 */
export function keyLoad({ ports, clock }: KeyWorld, { signers = 4, verifiers = 4 } = {}) {
  const cutOff = new Set<number>();
  const keySetOf = (verifier: number): KeySetSource =>
    createKeySetCache({
      secret: {
        read: async () => {
          if (cutOff.has(verifier)) throw new Error('unreachable');
          return ports.keySet.read();
        },
      },
      clock,
      report,
    });
  const signing = Array.from({ length: signers }, () =>
    createSigningKeyCache({ secret: ports.signingKeys, clock, report }),
  );
  const ours = Array.from({ length: verifiers }, (_, verifier) => keySetOf(verifier));
  const sources = [...ours, overHttp(keySetOf(-1), clock)];

  const mint = async (key: SigningKey): Promise<LiveToken> => {
    const iat = Math.floor(clock.time / 1000);
    const claims: AccessTokenClaims = {
      iss: ISSUER,
      sub: 'user:1',
      aud: ISSUER,
      client_id: 'web',
      scope: 'items:read',
      iat,
      exp: iat + LIFETIME_SECONDS,
      jti: String(clock.time),
      sid: 'session',
      username: 'johndoe',
      roles: [],
      auth_time: iat,
    };
    const token = await signAccessToken(claims, key);
    return { token, kid: key.kid, expiresAt: claims.exp * 1000 };
  };

  return {
    signerCount: signers,
    verifierCount: sources.length,
    /** Verifiers that can't read the key set any more. */
    cutOff,
    /** A token of a key that somebody has got hold of. */
    mint,
    /** A token as one of the signers makes it now. */
    sign: async (signer: number) => mint(await (signing[signer % signers] ?? fail()).active()),
    verify: async (verifier: number, { token }: LiveToken): Promise<Verdict> => {
      const keys = sources[verifier % sources.length] ?? fail();
      try {
        const expected = { issuer: ISSUER, audiences: [ISSUER], now: clock.time };
        await verifyAccessToken(token, { keys, ...expected });
        return 'accepted';
      } catch (error) {
        return error instanceof InvalidTokenError ? 'refused' : 'unavailable';
      }
    },
  };
}

const report = (): void => {};

/** A verifier behind an HTTP cache: `keys` is what the metadata function answers with. */
function overHttp(keys: KeySetSource, clock: { now(): number }): KeySetSource {
  let kept: { readonly set: KeySet; readonly at: number } | null = null;
  const all = async (): Promise<KeySet> => {
    if (kept === null || clock.now() - kept.at >= KEY_SET_MAX_AGE_SECONDS * 1000) {
      kept = { set: await keys.all(), at: clock.now() };
    }
    return kept.set;
  };
  return { all, find: async (kid) => (await all()).keys.find((key) => key.kid === kid) ?? null };
}

const fail = (): never => {
  throw new Error('there is none');
};

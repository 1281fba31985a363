import { parseKeySet } from '../../../functions/core/keys/parse-key-rings.ts';
import { InvalidTokenError } from '../../../functions/core/tokens/invalid-token-error.ts';
import { verifyAccessToken } from '../../../functions/core/tokens/verify-access-token.ts';
import { explainRefusal } from '../../tokens/explain-refusal.ts';
import { readUnverified } from '../../tokens/read-unverified.ts';
import { quoted } from '../../tokens/short-texts.ts';
import { CheckFailure, type Check, type SmokeRun } from './check.ts';
import { sessionIn, type Session } from './session.ts';
import { described } from './smoke-client.ts';

const METADATA = [
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
] as const;

/** What clients and verifiers find before anybody logs in, and the login itself. */
export const serviceChecks: readonly Check[] = [
  {
    name: 'metadata: the issuer is its own',
    async run({ client, issuer }) {
      for (const path of METADATA) {
        const answer = await client.get(path);
        if (answer.status !== 200) throw new CheckFailure(`200 for ${path}`, described(answer));
        const { issuer: said } = answer.json;
        // RFC 8414 §3.3: byte for byte, or clients must not use it.
        if (said !== issuer) throw new CheckFailure(`issuer "${issuer}"`, quoted(said));
      }
    },
  },
  {
    name: 'key set: public keys, cached',
    async run(smoke) {
      const { json } = await smoke.client.get(METADATA[0]);
      const address = json['jwks_uri'];
      // Behind an issuer of one's own the keys are at this API all the same.
      const isHere = typeof address === 'string' && URL.canParse(address) && isOwn(address, smoke);
      const answer = await smoke.client.get(isHere ? address : '/.well-known/jwks.json');
      if (answer.status !== 200) throw new CheckFailure('200 for the keys', described(answer));
      smoke.keySet = keySetIn(answer.text);
      const caching = answer.headers.get('cache-control') ?? 'no Cache-Control';
      const [, seconds = '0'] = /\bmax-age=(\d+)/.exec(caching) ?? [];
      if (!/\bpublic\b/.test(caching) || Number(seconds) < 1) {
        throw new CheckFailure('Cache-Control: public, max-age=…', quoted(caching));
      }
    },
  },
  {
    name: 'login: tokens, never to be cached',
    async run(smoke) {
      smoke.session = await logIn(smoke);
    },
  },
  {
    name: 'access token: verifies by the key set',
    needs: 'session',
    run: (smoke) => verify(smoke, smoke.session?.accessToken ?? ''),
  },
];

/** Begins a session. @throws CheckFailure */
export async function logIn({ client, credentials, begun }: SmokeRun): Promise<Session> {
  const answer = await client.post('/token', credentials);
  const { refresh_token: refreshToken } = answer.json;
  if (typeof refreshToken === 'string') begun.push(refreshToken);
  return sessionIn(answer, 'the login');
}

/**
 * Verifies a token as any party does that has only the key set.
 *
 * @throws CheckFailure in the words of `npm run token -- inspect`
 */
export async function verify(
  { keySet, issuer, audiences, now }: SmokeRun,
  token: string,
): Promise<void> {
  if (keySet === undefined) throw new CheckFailure('a key set to verify with', 'none');
  const find = (kid: string) => Promise.resolve(keySet.keys.find((key) => key.kid === kid) ?? null);
  const keys = { find, all: () => Promise.resolve(keySet) };
  try {
    await verifyAccessToken(token, { issuer, audiences, keys, now: now() });
  } catch (error) {
    if (!(error instanceof InvalidTokenError)) throw error;
    const facts = { ...readUnverified(token), issuer, audiences, now: now() };
    throw new CheckFailure('a valid access token', explainRefusal(error.reason, facts));
  }
}

const isOwn = (address: string, { issuer }: SmokeRun): boolean =>
  new URL(address).origin === new URL(issuer).origin;

function keySetIn(text: string) {
  try {
    const keySet = parseKeySet(text);
    if (keySet.keys.length > 0) return keySet;
  } catch (error) {
    throw new CheckFailure('public keys, each with kid, use and alg', (error as Error).message);
  }
  throw new CheckFailure('public keys', 'an empty set');
}

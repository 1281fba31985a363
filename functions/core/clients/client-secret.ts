import { createHash, timingSafeEqual } from 'node:crypto';
import type { RandomSource } from '../sessions/session-ports.ts';
import type { ClientRegistration } from './client.ts';

/** Tells people, and scanners of repositories, what leaked. */
const PREFIX = 'latchkey_secret_';

const SECRET_BYTES = 32;

/** @returns a new client secret: 256 random bits behind a prefix that scanners can look for */
export const newClientSecret = (random: RandomSource): string =>
  PREFIX + Buffer.from(random.bytes(SECRET_BYTES)).toString('base64url');

/**
 * Hashes a client's secret for the table. One SHA-256, and not argon2: a secret of 256 random bits
 * can't be guessed however quick the hash is, and a machine authenticates often (RFC 6819 §5.1.4.1.3
 * salts and stretches for secrets that people choose).
 *
 * @param clientId whose it is: equal hashes never show that two clients have one secret
 */
export const hashClientSecret = (clientId: string, secret: string): string =>
  createHash('sha256')
    .update('latchkey client secret v1\0')
    .update(`${clientId}\0`)
    .update(secret)
    .digest('base64url');

/** Nobody's, and as long as any: compared with when there is no client of an id. */
const NOBODYS = hashClientSecret('', '');

/**
 * Compares in constant time.
 *
 * @param registration `null` for a client that is not there: takes as long, and fits nothing
 * @param now milliseconds since the epoch
 */
export function fitsClientSecret(
  secret: string,
  clientId: string,
  registration: Pick<ClientRegistration, 'secretHash' | 'previousSecret'> | null,
  now: number,
): boolean {
  const hash = hashClientSecret(clientId, secret);
  const previous = registration?.previousSecret ?? null;
  const fitsCurrent = equal(hash, registration?.secretHash ?? NOBODYS);
  const fitsPrevious = equal(hash, previous?.hash ?? NOBODYS);
  if (registration === null) return false;
  return fitsCurrent || (fitsPrevious && previous !== null && now < previous.expiresAt);
}

function equal(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

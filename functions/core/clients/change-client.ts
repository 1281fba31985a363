import type { RegisteredClient } from './client.ts';

/**
 * Gives a client another secret.
 *
 * @param secretHash of the new one
 * @param graceMillis how long the one of before still counts, so that a fleet can be moved over; `0`
 *   ends it at once, and with it every token that the client got for itself: the secret has leaked
 * @param now milliseconds since the epoch
 * @returns the client as it is from now on
 */
export function rotateClientSecret(
  client: RegisteredClient,
  secretHash: string,
  graceMillis: number,
  now: number,
): RegisteredClient {
  const { registration } = client;
  const previousSecret =
    graceMillis === 0 ? null : { hash: registration.secretHash, expiresAt: now + graceMillis };
  const tokensValidFrom = graceMillis === 0 ? now : registration.tokensValidFrom;
  return {
    ...client,
    registration: { ...registration, secretHash, previousSecret, tokensValidFrom, updatedAt: now },
  };
}

/** @returns the client disabled or enabled; what it got before it was disabled stays refused */
export function setClientDisabled(
  client: RegisteredClient,
  disabled: boolean,
  now: number,
): RegisteredClient {
  const { registration } = client;
  const tokensValidFrom = disabled ? now : registration.tokensValidFrom;
  return {
    ...client,
    registration: { ...registration, disabled, tokensValidFrom, updatedAt: now },
  };
}

import type { RotatingSecretStore } from './secret-store.ts';

/** The steps of a rotation, as Secrets Manager names them in its events. */
export const ROTATION_STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;

/** One of the four steps. */
export type RotationStep = (typeof ROTATION_STEPS)[number];

/** What a rotation does to one ring. */
export interface RotatedRing {
  readonly secret: RotatingSecretStore;
  /** @returns the request token of the last rotation that turned the ring */
  lastRotation(): Promise<string | undefined>;
  /** Makes the first keys if there are none. */
  settle(): Promise<void>;
  /** @returns the pending version's value: a ring that holds one new key */
  pendingValue(): Promise<string>;
  /** Lets the pending version's key join the ring and be published. */
  join(pending: string): Promise<void>;
  /** Makes a signature with the pending version's key; throws when its verifiers refused it. */
  tryOut(pending: string): Promise<void>;
  /** Lets the next key sign, once for a request token. */
  turn(requestToken: string): Promise<void>;
}

/**
 * One step of a rotation. Each may run twice, at the same time, or again after it died anywhere; the
 * ring remembers the request token that turned it, so no rotation counts twice.
 *
 * `AWSCURRENT` is moved by the ring's own compare-and-swap and never to the pending version, which
 * only carries the new key: a rotation can't overwrite what an operator did since it began. It ends
 * with `AWSPENDING` on no version, one of the two ends that Secrets Manager takes for success.
 *
 * @throws Error when the version under the request token isn't pending; NothingToPromoteError
 */
export async function rotateRing(
  step: RotationStep,
  requestToken: string,
  ring: RotatedRing,
): Promise<void> {
  const { secret } = ring;
  const done = (await ring.lastRotation()) === requestToken;
  if (!done) await requirePending(secret, requestToken);
  const pending = done ? null : await secret.readPending(requestToken);
  switch (step) {
    case 'createSecret':
      if (done || pending !== null) return;
      // A first value would become current by itself: let there be a ring before.
      await ring.settle();
      return secret.putPending(requestToken, await ring.pendingValue());
    case 'setSecret':
      if (done) return;
      if (pending === null) throw new Error('the rotation has no pending value: create it first');
      return ring.join(pending);
    case 'testSecret':
      // Empty when Secrets Manager tries the configuration out, without a rotation.
      return pending === null ? undefined : ring.tryOut(pending);
    case 'finishSecret':
      if (pending !== null) await ring.join(pending);
      if (!done) await ring.turn(requestToken);
      return secret.removePending(requestToken);
  }
}

async function requirePending(secret: RotatingSecretStore, requestToken: string): Promise<void> {
  const stages = await secret.stagesOf(requestToken);
  if (!stages.includes('AWSPENDING')) {
    throw new Error('the version under the request token is not pending');
  }
}

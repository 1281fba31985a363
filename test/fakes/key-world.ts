import { createHash } from 'node:crypto';

import { createSecretsManagerStore } from '../../functions/adapters/secrets-manager/secrets-manager-store.ts';
import type { SecurityEvent } from '../../functions/core/events/security-event.ts';
import { generateSigningKey } from '../../functions/core/keys/generate-keys.ts';
import type { KeyPorts, KeySettings } from '../../functions/core/keys/key-ports.ts';
import type {
  KeySet,
  RefreshTokenKeyRing,
  Ring,
  RingKey,
  SigningKeyRing,
} from '../../functions/core/keys/key-rings.ts';
import {
  parseKeySet,
  parseRefreshTokenKeyRing,
  parseSigningKeyRing,
} from '../../functions/core/keys/parse-key-rings.ts';
import { MemorySecretsManager } from './memory-secrets-manager.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Three empty secrets, a clock that a test moves, and a log that it reads. */
export function keyWorld(settings: Partial<KeySettings> = {}) {
  const manager = new MemorySecretsManager(['signing', 'refresh', 'set']);
  const events: SecurityEvent[] = [];
  const clock = { time: Date.UTC(2026, 0, 1), now: () => clock.time };
  let drawn = 0;
  const ports: KeyPorts = {
    signingKeys: createSecretsManagerStore(manager.client, 'signing'),
    refreshTokenKeys: createSecretsManagerStore(manager.client, 'refresh'),
    keySet: createSecretsManagerStore(manager.client, 'set'),
    settings: {
      algorithm: 'ES256',
      accessTokenTtlSeconds: 900,
      refreshTokenAbsoluteTtlSeconds: 90 * 24 * 3600,
      ...settings,
    },
    securityLog: { record: (event) => void events.push(event) },
    clock,
    random: {
      bytes: (length) =>
        createHash('sha256')
          .update(String((drawn += 1)))
          .digest()
          .subarray(0, length),
    },
    pause: async () => {},
    generateSigningKey,
  };
  return {
    manager,
    events,
    clock,
    ports,
    signing: (): SigningKeyRing => parseSigningKeyRing(JSON.stringify(manager.current('signing'))),
    refresh: (): RefreshTokenKeyRing =>
      parseRefreshTokenKeyRing(JSON.stringify(manager.current('refresh'))),
    set: (): KeySet => parseKeySet(JSON.stringify(manager.current('set'))),
  };
}

export type KeyWorld = ReturnType<typeof keyWorld>;

/** @returns the ids of the ring's keys in that state */
export const kidsIn = (ring: Ring<RingKey>, state: RingKey['state']): string[] =>
  ring.keys.filter((key) => key.state === state).map(({ kid }) => kid);

/** What must hold at every moment, however the writers were stopped. */
export function expectSafe({ manager, signing, set }: KeyWorld): void {
  if (manager.current('signing') === null) return;
  const published = new Set(
    (manager.current('set') === null ? { keys: [] } : set()).keys.map(({ kid }) => kid),
  );
  for (const key of signing().keys) {
    if (key.state === 'active' || key.publishedAt !== undefined) {
      const dropped = key.dropAt !== undefined || key.state === 'retired';
      if (!dropped) expect(published).toContain(key.kid);
    }
  }
}

/** What must hold when a run has ended. */
export function expectSettled(world: KeyWorld): void {
  const ring = world.signing();
  expect(kidsIn(ring, 'active')).toHaveLength(1);
  expect(kidsIn(ring, 'next').length).toBeGreaterThanOrEqual(2);
  expect(ring.keys.every((key) => key.publishedAt !== undefined)).toBe(true);
  expect(
    world
      .set()
      .keys.map(({ kid }) => kid)
      .toSorted(),
  ).toEqual(ring.keys.map(({ kid }) => kid).toSorted());
}

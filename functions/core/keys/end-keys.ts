import { describeKeys } from './describe-keys.ts';
import type { KeyPorts } from './key-ports.ts';
import { ensureKeys, settleRefreshTokenKeys, settleSigningKeys } from './settle-keys.ts';

/** A key was named that neither ring has. */
export class UnknownKeyError extends Error {
  override readonly name = 'UnknownKeyError';

  constructor(kid: string) {
    super(`there is no key ${kid}`);
  }
}

/**
 * Ends keys before their tokens do: they stop signing now, another key signs, and a minute later,
 * when no signer can have an older ring, nobody accepts them any more (`dropCompromisedKeys`).
 *
 * @param kids of either ring; all of them are looked for before the first one is touched
 * @throws UnknownKeyError, UnreadableSecretError
 */
export async function endKeys(ports: KeyPorts, kids: readonly string[]): Promise<void> {
  const { signing, refreshToken } = await describeKeys(ports);
  const namesOf = (ring: typeof signing): readonly string[] =>
    ring.keys.map(({ kid }) => kid).filter((kid) => kids.includes(kid));
  const [signers, macs] = [namesOf(signing), namesOf(refreshToken)];
  const unknown = kids.find((kid) => ![...signers, ...macs].includes(kid));
  if (unknown !== undefined) throw new UnknownKeyError(unknown);
  if (signers.length > 0) await settleSigningKeys(ports, { reason: 'emergency', retire: signers });
  if (macs.length > 0) await settleRefreshTokenKeys(ports, { reason: 'emergency', retire: macs });
}

/**
 * Ends every refresh-token key that a refresh token can have been made with, and so every session:
 * the spare, which has made none, goes on. For a table that was restored from a backup, in which
 * sessions that had been ended are alive again.
 *
 * @throws UnreadableSecretError
 */
export async function endAllSessions(ports: KeyPorts): Promise<void> {
  const { refreshToken } = await describeKeys(ports);
  const used = refreshToken.keys.filter(({ state }) => state !== 'next').map(({ kid }) => kid);
  await settleRefreshTokenKeys(ports, { reason: 'emergency', retire: used });
}

/**
 * Brings the keys into order, and takes those out that an emergency has ended, as soon as their time
 * has come.
 *
 * @param wait.until when to give up waiting, in milliseconds since the epoch
 * @param wait.pause waits for so many milliseconds
 * @returns whether none is left
 */
export async function dropCompromisedKeys(
  ports: KeyPorts,
  wait: { readonly until: number; readonly pause: (ms: number) => Promise<void> },
): Promise<boolean> {
  for (;;) {
    await ensureKeys(ports);
    const { describedAt, signing, refreshToken } = await describeKeys(ports);
    const due = [...signing.keys, ...refreshToken.keys].flatMap(({ compromised, dropsAt }) =>
      compromised && dropsAt !== null ? [dropsAt] : [],
    );
    if (due.length === 0) return true;
    const next = Math.min(...due);
    if (next > wait.until) return false;
    await wait.pause(Math.max(1, next - describedAt));
  }
}

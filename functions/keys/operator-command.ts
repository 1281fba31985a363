import { describeKeys, type KeysDescription } from '../core/keys/describe-keys.ts';
import { dropCompromisedKeys, endAllSessions, endKeys } from '../core/keys/end-keys.ts';
import type { KeyPorts } from '../core/keys/key-ports.ts';

/**
 * What an operator may ask of the keys function. Whoever may invoke it may ask: the function does the
 * work, so that no private key ever leaves the account for an operator's machine.
 */
export type OperatorCommand =
  | { readonly command: 'describe' }
  /** Bring the keys into order; take out what an emergency has ended, waiting for it if need be. */
  | { readonly command: 'settle' }
  | EndingCommand;

/** What can't be undone. */
export type EndingCommand = {
  /** Also take out what is ended, a minute later: whoever asked may be gone by then. */
  readonly drop?: boolean;
} & (
  | /** End these keys before their tokens do. */
    { readonly command: 'end_keys'; readonly kids: readonly string[] }
  | { readonly command: 'end_all_sessions' }
);

/** What the function answers an operator with: ids and times. */
export interface OperatorAnswer extends KeysDescription {
  /** The ARNs of the two secrets that are rotated. */
  readonly secrets: { readonly signing: string; readonly refreshToken: string };
}

/** @returns whether an operator sent the event */
export function isOperatorCommand(event: unknown): event is OperatorCommand {
  if (typeof event !== 'object' || event === null) return false;
  const { command, kids, drop = false } = event as Readonly<Record<string, unknown>>;
  if (typeof drop !== 'boolean') return false;
  if (command === 'end_keys') {
    return Array.isArray(kids) && kids.every((kid) => typeof kid === 'string');
  }
  return command === 'describe' || command === 'settle' || command === 'end_all_sessions';
}

/** This much of the function's time is kept for work and answer when it waits (milliseconds). */
const WORKING_MS = 20_000;

/** @throws UnknownKeyError, UnreadableSecretError */
export async function carryOut(
  command: OperatorCommand,
  keys: {
    readonly ports: KeyPorts;
    readonly signingKeysSecretArn: string;
    readonly refreshTokenKeysSecretArn: string;
  },
  { context, pause }: OperatorSurroundings,
): Promise<OperatorAnswer> {
  const { ports } = keys;
  if (command.command === 'end_keys') await endKeys(ports, command.kids);
  if (command.command === 'end_all_sessions') await endAllSessions(ports);
  if (command.command === 'settle' || ('drop' in command && command.drop)) {
    const spare = context.getRemainingTimeInMillis() - WORKING_MS;
    await dropCompromisedKeys(ports, { until: ports.clock.now() + spare, pause });
  }
  return {
    ...(await describeKeys(ports)),
    secrets: { signing: keys.signingKeysSecretArn, refreshToken: keys.refreshTokenKeysSecretArn },
  };
}

/** What waiting needs. */
export interface OperatorSurroundings {
  readonly context: { getRemainingTimeInMillis(): number };
  readonly pause: (ms: number) => Promise<void>;
}

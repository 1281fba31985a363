import type { OperatorAnswer, OperatorCommand } from '../../../functions/keys/operator-command.ts';

/** The keys of one deployed or local service, as a command works with them. */
export interface KeysService {
  /** For messages: `stack LatchkeyStack`. */
  readonly name: string;
  /** Lets the keys function carry a command out. It answers with ids and times, never with a key. */
  send(command: OperatorCommand): Promise<OperatorAnswer>;
  /**
   * Begins a rotation, which goes on after the answer.
   *
   * @returns `unfinished` when an older rotation has not ended: that one is tried again instead
   */
  rotate(secretArn: string): Promise<'begun' | 'unfinished'>;
  /** @returns when the schedule rotates next (milliseconds since the epoch), or `null`: unknown */
  nextRotation(secretArn: string): Promise<number | null>;
  close(): Promise<void>;
}

/** Which service a command is for. */
export interface KeysTarget {
  readonly stack?: string;
  readonly function?: string;
  readonly local?: boolean;
}

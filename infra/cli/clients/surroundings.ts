import type { ClientRegistry } from '../../../functions/core/clients/client-writes.ts';
import type { RandomSource } from '../../../functions/core/sessions/session-ports.ts';
import type { Asking } from '../ask-first.ts';
import type { UsersTarget } from '../users/users-service.ts';

/** The clients of one deployed or local service, as a command works with them. */
export interface ClientsService {
  /** For messages: `stack LatchkeyStack`. */
  readonly name: string;
  readonly clients: ClientRegistry;
  close(): Promise<void>;
}

/** What the commands have around them. */
export interface Surroundings extends Asking {
  /** One line of the result. */
  readonly print: (line: string) => void;
  readonly open: (target: UsersTarget) => Promise<ClientsService>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly random: RandomSource;
}

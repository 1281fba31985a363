import type { ClientRegistry } from '../../../functions/core/clients/client-writes.ts';
import type { FamilyStore } from '../../../functions/core/sessions/family.ts';
import type { ErasurePorts } from '../../../functions/core/users/erase-user.ts';
import type { UserChanges } from '../../../functions/core/users/user-changes.ts';
import type { UserCreation } from '../../../functions/core/users/user-creation.ts';
import type { UserRemoval } from '../../../functions/core/users/user-removal.ts';
import type { User, UserStore } from '../../../functions/core/users/user.ts';

/** A user as a list has him: without the password's hash, which is never even read. */
export type ListedUser = Omit<User, 'passwordHash'>;

/** The users of one deployed or local service, as a command works with them. */
export interface UsersService {
  /** For messages: `stack LatchkeyStack`. */
  readonly name: string;
  /** Tells its tables from those of every other service. */
  readonly place: string;
  readonly users: Pick<UserStore, 'find'> & UserCreation & UserChanges & UserRemoval;
  readonly families: Pick<FamilyStore, 'read' | 'write' | 'list' | 'remove'>;
  readonly sources: ErasurePorts['sources'];
  readonly clients: ClientRegistry;
  /**
   * Reads the whole table, a page at a time, in no particular order.
   *
   * @param onBroken told of an item that is no user, by its key
   */
  list(onBroken: (key: string) => void): AsyncIterable<ListedUser>;
  /** The same with the hashes, for those who carry users elsewhere. */
  listWithHashes(onBroken: (key: string) => void): AsyncIterable<User>;
  close(): Promise<void>;
}

/** Which service a command is for: exactly one of them. */
export type UsersTarget =
  | { readonly stack: string }
  | { readonly local: true }
  | { readonly usersTable: string; readonly refreshTokensTable: string };

import type { Command } from 'commander';
import type { OperatorProgram } from '../operator-program.ts';
import type { Surroundings } from './surroundings.ts';
import type { UsersOptions } from './users-program.ts';
import type { UsersService } from './users-service.ts';

/** What a group of the users commands is declared with. */
export interface UsersCommands extends OperatorProgram {
  /** Opens the service that the options name, for one action. */
  readonly work: (
    options: UsersOptions,
    action: (service: UsersService) => Promise<void>,
  ) => Promise<void>;
  readonly surroundings: Surroundings;
}

/** Lets a command take a password. */
export const taking = (one: Command): Command =>
  one.option('--password-stdin', 'read the password from a pipe, one line of it');

/** Lets a command take scopes of every kind. */
export const scoped = (one: Command): Command =>
  one.option('--reserved', 'allow scopes over the service itself: users:*, tokens:*');

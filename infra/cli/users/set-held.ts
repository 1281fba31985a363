import { askFirst } from '../ask-first.ts';
import { CliError, EXIT } from '../cli-error.ts';
import type { CommandOptions } from '../operator-program.ts';
import { changeUser, findUser, onlySet } from './change-user.ts';
import { printReport } from './print-users.ts';
import { printable } from '../printable.ts';
import type { Surroundings } from './surroundings.ts';
import { readRoles, readScopes } from './user-fields.ts';
import type { UsersService } from './users-service.ts';

/** All the scopes, or all the roles, that a user shall hold. */
export interface HeldOptions extends CommandOptions {
  readonly set?: readonly string[];
  readonly none?: boolean;
  /** Scopes that rule over the service itself are meant. */
  readonly reserved?: boolean;
}

/** What a user holds a list of. */
export type Held = 'scopes' | 'roles';

/** @throws CliError unless it is said which they are, or that there shall be none */
export function readWanted(held: Held, { set, none = false, reserved = false }: HeldOptions) {
  if ((set === undefined) !== none) {
    throw new CliError(`say all the ${held} with --set, or --none`, EXIT.usage);
  }
  return held === 'scopes' ? readScopes(set ?? [], reserved) : readRoles(set ?? []);
}

/** Replaces a user's scopes or roles. Tokens that are out keep theirs until they expire. */
export async function setHeld(
  service: UsersService,
  username: string,
  held: Held,
  wanted: readonly string[],
  options: HeldOptions,
  surroundings: Surroundings,
): Promise<void> {
  const user = await findUser(service, username);
  const name = printable(username);
  const given = wanted.filter((one) => !user[held].includes(one));
  const taken = user[held].filter((one) => !wanted.includes(one));
  const effects = [
    ...(given.length === 0 ? [] : [`give ${name} ${given.join(' ')}`]),
    ...(taken.length === 0 ? [] : [`take ${printable(taken.join(' '))} from ${name}`]),
  ];
  if (effects.length > 0 && !options.dryRun) {
    if (taken.length > 0) {
      const question = `Change the ${held} of ${name} in ${service.name}?`;
      await askFirst(question, effects, options, surroundings);
    }
    await changeUser(service, user, onlySet({ [held]: wanted }, surroundings.now()));
  }
  const now = wanted.length === 0 ? `no ${held}` : wanted.join(' ');
  printReport(
    {
      service: service.name,
      command: held,
      effects,
      done: effects.length === 0 ? `${name} held just these already` : `${name} now holds ${now}`,
      user: await findUser(service, username),
    },
    options,
    surroundings,
  );
}

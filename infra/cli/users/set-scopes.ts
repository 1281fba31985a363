import { askFirst } from '../ask-first.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { changeUser, findUser, onlySet } from './change-user.ts';
import { printReport } from './print-users.ts';
import { printable } from './printable.ts';
import type { CommandOptions, Surroundings } from './surroundings.ts';
import { readScopes } from './user-fields.ts';
import type { UsersService } from './users-service.ts';

/** All the scopes that a user shall hold. */
export interface ScopesOptions extends CommandOptions {
  readonly set?: readonly string[];
  readonly none?: boolean;
  readonly reserved?: boolean;
}

/** @throws CliError unless it is said which scopes, or that there shall be none */
export function readWantedScopes({ set, none = false, reserved = false }: ScopesOptions) {
  if ((set === undefined) !== none) {
    throw new CliError('say all the scopes with --set, or --none', EXIT.usage);
  }
  return readScopes(set ?? [], reserved);
}

/** Replaces a user's scopes. Tokens that are out keep theirs until they expire. */
export async function setScopes(
  service: UsersService,
  username: string,
  wanted: readonly string[],
  options: ScopesOptions,
  surroundings: Surroundings,
): Promise<void> {
  const user = await findUser(service, username);
  const name = printable(username);
  const given = wanted.filter((scope) => !user.scopes.includes(scope));
  const taken = user.scopes.filter((scope) => !wanted.includes(scope));
  const effects = [
    ...(given.length === 0 ? [] : [`give ${name} ${given.join(' ')}`]),
    ...(taken.length === 0 ? [] : [`take ${printable(taken.join(' '))} from ${name}`]),
  ];
  if (effects.length > 0 && !options.dryRun) {
    if (taken.length > 0) {
      const question = `Change the scopes of ${name} in ${service.name}?`;
      await askFirst(question, effects, options, surroundings);
    }
    await changeUser(service, user, onlySet({ scopes: wanted }, surroundings.now()));
  }
  const now = wanted.length === 0 ? 'no scopes' : wanted.join(' ');
  printReport(
    {
      service: service.name,
      command: 'scopes',
      effects,
      done: effects.length === 0 ? `${name} held just these already` : `${name} now holds ${now}`,
      user: await findUser(service, username),
    },
    options,
    surroundings,
  );
}

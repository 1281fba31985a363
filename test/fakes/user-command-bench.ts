import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createDynamoDBFamilyStore } from '../../functions/adapters/dynamodb/dynamodb-family-store.ts';
import { createDynamoDBUserStore } from '../../functions/adapters/dynamodb/dynamodb-user-store.ts';
import { toUserItem } from '../../functions/adapters/dynamodb/user-item.ts';
import type { Family } from '../../functions/core/sessions/family.ts';
import type { User } from '../../functions/core/users/user.ts';
import { createUsersService } from '../../infra/cli/users/dynamodb-users.ts';
import { runUsersProgram } from '../../infra/cli/users/users-program.ts';
import type { UsersService, UsersTarget } from '../../infra/cli/users/users-service.ts';
import type { DynaliteTables } from './dynalite-tables.ts';
import { aFamily, aUser, START } from './session-samples.ts';
import { cheapHasher } from './sign-in-bench.ts';

/** A password that is long enough. */
export const GOOD_PASSWORD = 'correct horse battery staple';

/** Command lines over tables of their own. */
export async function userCommandBench(tables: DynaliteTables) {
  const usersTableName = await tables.usersTable();
  const refreshTokensTableName = await tables.refreshTokensTable();
  const users = createDynamoDBUserStore(tables.call, usersTableName);
  const families = createDynamoDBFamilyStore(tables.call, refreshTokensTableName);
  const settings = {
    /** What the operator says when asked; `null`: there is nobody to ask. */
    answer: null as boolean | null,
    /** What the operator types for a secret, one after another; `null`: there is nobody to ask. */
    typed: null as (string | null)[] | null,
    /** What is piped in; `null`: a terminal. */
    input: null as string | Uint8Array | null,
    /** Lets a test stand between the commands and the tables. */
    wrap: (service: UsersService): UsersService => service,
  };
  const opened: UsersTarget[] = [];
  const asked: string[] = [];
  const pauses: number[] = [];
  let ids = 0;

  /** @returns the exit code and what was printed, beside the result and about it */
  const run = async (...words: string[]) => {
    const printed: string[] = [];
    const noted: string[] = [];
    const { answer, typed, input } = settings;
    const exitCode = await runUsersProgram(words, {
      print: (line) => printed.push(line),
      note: (line) => noted.push(line),
      confirm:
        answer === null
          ? null
          : async (question) => {
              noted.push(question);
              return answer;
            },
      askSecret:
        typed === null
          ? null
          : async (question) => {
              asked.push(question);
              return typed.shift() ?? null;
            },
      readInput: input === null ? null : async () => Buffer.from(input),
      open: async (target) => {
        opened.push(target);
        const pair = { usersTableName, refreshTokensTableName };
        return settings.wrap({
          ...createUsersService('stack Test', tables.client, pair),
          close: () => Promise.resolve(),
        });
      },
      passwords: cheapHasher,
      now: () => START,
      newUserId: () => `user:new-${(ids += 1)}`,
      pause: async (ms) => {
        pauses.push(ms);
      },
      progress: null,
    });
    return { exitCode, printed: printed.join('\n'), noted };
  };
  return {
    settings,
    opened,
    asked,
    pauses,
    run,
    users,
    families,
    usersTableName,
    refreshTokensTableName,
    /** Puts a user into the table, whoever was there. */
    async put(changes: Partial<User> = {}): Promise<User> {
      const user = aUser(changes);
      const item = toUserItem(user);
      await tables.client.send(new PutItemCommand({ TableName: usersTableName, Item: item }));
      return user;
    },
    /** Gives a user a session. */
    async putSession(changes: Partial<Family> = {}): Promise<Family> {
      const family = aFamily(changes);
      await families.create(family);
      return family;
    },
  };
}

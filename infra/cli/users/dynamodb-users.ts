import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type {
  DynamoDBCall,
  DynamoDBOperations,
} from '../../../functions/adapters/dynamodb/dynamodb-call.ts';
import { createDynamoDBClientStore } from '../../../functions/adapters/dynamodb/dynamodb-client-store.ts';
import { createDynamoDBClientWrites } from '../../../functions/adapters/dynamodb/dynamodb-client-writes.ts';
import { createDynamoDBFamilyStore } from '../../../functions/adapters/dynamodb/dynamodb-family-store.ts';
import { createDynamoDBKnownSources } from '../../../functions/adapters/dynamodb/dynamodb-known-sources.ts';
import { createDynamoDBUserChanges } from '../../../functions/adapters/dynamodb/dynamodb-user-changes.ts';
import { createDynamoDBUserCreation } from '../../../functions/adapters/dynamodb/dynamodb-user-creation.ts';
import { createDynamoDBUserRemoval } from '../../../functions/adapters/dynamodb/dynamodb-user-removal.ts';
import { createDynamoDBUserStore } from '../../../functions/adapters/dynamodb/dynamodb-user-store.ts';
import { createSdkCall } from '../../../functions/adapters/dynamodb/sdk-call.ts';
import type { TablePair } from '../../local/table-pairs.ts';
import { awsError } from '../aws-error.ts';
import { CliError } from '../cli-error.ts';
import { scanUsers } from './scan-users.ts';
import type { UsersService } from './users-service.ts';

/** An operator may sit far away on a slow line: the functions' own limits are too short for that. */
export const createOperatorClient = (connection: DynamoDBClientConfig = {}): DynamoDBClient =>
  new DynamoDBClient({
    maxAttempts: 4,
    requestHandler: {
      connectionTimeout: 10_000,
      requestTimeout: 30_000,
      throwOnRequestTimeout: true,
    },
    ...connection,
  });

/** The users of a service by its tables, on AWS and locally alike. */
export function createUsersService(
  name: string,
  client: DynamoDBClient,
  { usersTableName, refreshTokensTableName }: TablePair,
  {
    close = () => Promise.resolve(),
    place = usersTableName,
  }: Partial<Pick<UsersService, 'close' | 'place'>> = {},
): UsersService {
  const call = withOneLineErrors(createSdkCall(client));
  const store = createDynamoDBUserStore(call, usersTableName);
  return {
    name,
    place,
    users: {
      async find(username) {
        try {
          return await store.find(username);
        } catch (error) {
          if (error instanceof CliError) throw error;
          const { message } = error as Error;
          throw new CliError(`the user can't be read: ${message}`, undefined, { cause: error });
        }
      },
      ...createDynamoDBUserCreation(call, usersTableName),
      ...createDynamoDBUserChanges(call, usersTableName),
      ...createDynamoDBUserRemoval(call, usersTableName),
    },
    families: createDynamoDBFamilyStore(call, refreshTokensTableName),
    sources: createDynamoDBKnownSources(call, refreshTokensTableName),
    clients: {
      ...createDynamoDBClientStore(call, usersTableName),
      ...createDynamoDBClientWrites(call, usersTableName),
    },
    list: (onBroken) => scanUsers(client, usersTableName, 'profile', onBroken),
    listWithHashes: (onBroken) => scanUsers(client, usersTableName, 'all', onBroken),
    async close() {
      client.destroy();
      await close();
    },
  };
}

const withOneLineErrors =
  (call: DynamoDBCall): DynamoDBCall =>
  async <Name extends keyof DynamoDBOperations>(
    operation: Name,
    input: DynamoDBOperations[Name]['input'],
  ) => {
    try {
      return await call(operation, input);
    } catch (error) {
      throw awsError('DynamoDB', error);
    }
  };

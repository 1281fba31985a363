import { resolve } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readTerminalSettings } from '../../local/terminal/terminal-settings.ts';
import { awsError } from '../aws-error.ts';
import { CliError } from '../cli-error.ts';
import { listStackResources } from '../list-stack-resources.ts';
import { openLocalEdition } from '../local-edition.ts';
import { createOperatorClient, createUsersService } from './dynamodb-users.ts';
import { tablesOfStack } from './stack-tables.ts';
import type { UsersService, UsersTarget } from './users-service.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Opens the users of a service: of the local edition, or of a deployed one with the credentials and the
 * region of the shell.
 *
 * @param environment `AWS_ENDPOINT_URL_CLOUDFORMATION` is CloudFormation's endpoint, if it isn't the
 *   region's own
 * @throws CliError when there are no credentials, no such stack, or several services in it
 */
export async function openUsers(
  target: UsersTarget,
  environment: Environment,
  newClient: () => DynamoDBClient = createOperatorClient,
): Promise<UsersService> {
  if ('local' in target) return openLocalUsers(environment);
  const client = newClient();
  try {
    const region = await client.config.region().catch(() => {
      throw new CliError('there is no AWS region: set AWS_REGION');
    });
    if ('usersTable' in target) {
      const { usersTable: usersTableName, refreshTokensTable: refreshTokensTableName } = target;
      const pair = { usersTableName, refreshTokensTableName };
      return createUsersService(`table ${usersTableName} in ${region}`, client, pair, {
        place: `${region} ${usersTableName}`,
      });
    }
    const { stack } = target;
    const caller = {
      region,
      credentials: () => credentialsOf(client),
      cloudFormationUrl:
        environment['AWS_ENDPOINT_URL_CLOUDFORMATION'] ?? cloudFormationUrlOf(region),
    };
    const resources = await listStackResources(caller, stack);
    const pair = tablesOfStack(resources, stack);
    const place = `${region} ${pair.usersTableName}`;
    return createUsersService(`stack ${stack}`, client, pair, { place });
  } catch (error) {
    client.destroy();
    throw error;
  }
}

async function credentialsOf({ config }: DynamoDBClient) {
  const { accessKeyId, secretAccessKey, sessionToken } = await config
    .credentials()
    .catch((error: unknown) => {
      throw awsError('AWS', error);
    });
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

async function openLocalUsers(environment: Environment): Promise<UsersService> {
  const edition = await openLocalEdition(environment);
  const { region, administrator: credentials, dynamoDbUrl: endpoint, tables } = edition.running;
  const [pair, ...others] = tables;
  if (pair === undefined || others.length > 0) {
    await edition.close();
    throw new CliError(
      `the local edition has ${pair === undefined ? 'no token service' : 'several token services, and this command knows one'}`,
    );
  }
  const client = createOperatorClient({ region, credentials, endpoint });
  const place = `${resolve(readTerminalSettings(environment).dataDirectory)} ${pair.usersTableName}`;
  return createUsersService(edition.name, client, pair, { close: edition.close, place });
}

const cloudFormationUrlOf = (region: string): string =>
  `https://cloudformation.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`;

import { createDynamoDBClient } from '../../functions/adapters/dynamodb/dynamodb-client.ts';
import { createDynamoDBClientWrites } from '../../functions/adapters/dynamodb/dynamodb-client-writes.ts';
import { createSdkCall } from '../../functions/adapters/dynamodb/sdk-call.ts';
import { hashClientSecret } from '../../functions/core/clients/client-secret.ts';
import type { RunningService } from '../e2e/running-service.ts';

/** A confidential client, which may do both: log users in, and ask for itself. */
export const REPORTS = { client_id: 'reports', client_secret: 'a secret: of + its own %' } as const;

/** Registers that client behind the service's back, as an operator does. */
export async function registerReports({ aws, outputs }: RunningService): Promise<void> {
  const client = createDynamoDBClient({
    endpoint: aws.dynamoDbUrl,
    region: 'us-east-1',
    credentials: aws.administrator,
  });
  const { client_id: clientId, client_secret: secret } = REPORTS;
  await createDynamoDBClientWrites(createSdkCall(client), String(outputs['UsersTableName'])).create(
    {
      clientId,
      type: 'confidential',
      refreshTokenPolicy: 'recover',
      reservedScopes: [],
      registration: {
        name: null,
        secretHash: hashClientSecret(clientId, secret),
        previousSecret: null,
        grants: ['client_credentials', 'password'],
        scopes: ['items:read'],
        disabled: false,
        tokensValidFrom: 0,
        createdAt: 0,
        updatedAt: 0,
      },
    },
  );
  client.destroy();
}

import { GetItemCommand, PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { createDynamoDBClient } from '../../functions/adapters/dynamodb/dynamodb-client.ts';
import { familyIdOf, parseRefreshToken } from '../../functions/core/sessions/refresh-token.ts';
import {
  REFRESH_TOKENS_TABLE,
  sessionSortKey,
  userPartitionKey,
} from '../../functions/core/tables.ts';
import type { LocalEdition } from '../../infra/local/start-local-edition.ts';

/** The item of one session, so that a test can end the session many times over. */
export interface SessionItem {
  /** How often its client came back after a lost reply, past the overlap window. */
  readonly recoveries: number;
  /** Puts it back as it was when it was kept. */
  restore(): Promise<void>;
  /** @returns why the session was ended; `null` while it is live */
  revokedReason(): Promise<string | null>;
  close(): void;
}

/** Keeps the item of the session that a refresh token belongs to. */
export async function keepSessionItem(
  { aws, outputs }: Pick<LocalEdition, 'aws' | 'outputs'>,
  refreshToken: string,
): Promise<SessionItem> {
  const content = parseRefreshToken(refreshToken);
  if (content === null) throw new Error('it is no refresh token');
  const client = createDynamoDBClient({
    endpoint: aws.dynamoDbUrl,
    region: 'us-east-1',
    credentials: aws.administrator,
  });
  const TableName = outputs['RefreshTokensTableName'];
  const Key: Record<string, AttributeValue> = {
    [REFRESH_TOKENS_TABLE.partitionKey]: { S: userPartitionKey(content.username) },
    [REFRESH_TOKENS_TABLE.sortKey]: { S: sessionSortKey(familyIdOf(content.familySecret)) },
  };
  const read = async () =>
    (await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item;
  const Item = await read();
  if (Item === undefined) throw new Error('there is no such session');
  return {
    recoveries: Number(Item['recoveries']?.N ?? 0),
    restore: async () => void (await client.send(new PutItemCommand({ TableName, Item }))),
    revokedReason: async () => (await read())?.['revokedReason']?.S ?? null,
    close: () => client.destroy(),
  };
}

import { randomUUID } from 'node:crypto';
import { USERS_TABLE, userPartitionKey } from '../../../functions/core/tables.ts';
import type { DynaliteClient } from './dynalite-client.ts';

/** Everybody knows this user's password: the local edition is for one person's machine. */
export const DEMO_USER = { username: 'johndoe', password: 'secret' } as const;

/** The hash of `secret` that FastAPI's tutorial publishes. */
const DEMO_HASH =
  '$argon2id$v=19$m=65536,t=3,p=4$wagCPXjifgvUFBzq4hqe3w$CYaIb8sB+wtD+Vu/P4uod1+Qof8h+1g7bbDlBID48Rc';

/**
 * Puts the demo user into the users table if nobody of that name is there.
 *
 * @param now milliseconds since the epoch
 */
export async function seedDemoUser(
  dynalite: DynaliteClient,
  tableName: string,
  now: number,
): Promise<void> {
  const time = { N: String(now) };
  const { username } = DEMO_USER;
  try {
    await dynalite.call('PutItem', {
      TableName: tableName,
      Item: {
        [USERS_TABLE.partitionKey]: { S: userPartitionKey(username) },
        userId: { S: `user:${randomUUID()}` },
        username: { S: username },
        passwordHash: { S: DEMO_HASH },
        epoch: { N: '0' },
        email: { S: 'johndoe@example.com' },
        fullName: { S: 'John Doe' },
        disabled: { BOOL: false },
        roles: { L: [] },
        scopes: { L: [{ S: 'items:read' }] },
        createdAt: time,
        updatedAt: time,
        passwordChangedAt: time,
      },
      ConditionExpression: 'attribute_not_exists(#key)',
      ExpressionAttributeNames: { '#key': USERS_TABLE.partitionKey },
    });
  } catch (error) {
    const isThere = error instanceof Error && error.name === 'ConditionalCheckFailedException';
    if (!isThere) throw error;
  }
}

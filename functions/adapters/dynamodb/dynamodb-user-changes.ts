import { USERS_TABLE } from '../../core/tables.ts';
import type { UserChange, UserChanges, UserCondition } from '../../core/users/user-changes.ts';
import type { DynamoDBCall } from './dynamodb-call.ts';
import { toAttribute, type Item } from './item-attributes.ts';
import { userItemKey } from './user-item.ts';

/** Conditional writes to the users table on DynamoDB. */
export function createDynamoDBUserChanges(call: DynamoDBCall, tableName: string): UserChanges {
  return {
    async change(username, when, set) {
      const answer = await call('UpdateItem', {
        TableName: tableName,
        Key: userItemKey(username),
        ...toExpressions(when, set),
      });
      return answer.held;
    },
  };
}

/** Every name and value goes in by placeholder; a null is an attribute that is not there. */
function toExpressions(
  { userId, createdAt, updatedAt, epoch, passwordHash }: UserCondition,
  set: UserChange,
) {
  const names: Record<string, string> = { '#pk': USERS_TABLE.partitionKey };
  const values: Item = {};
  const equation = (
    name: string,
    placeholder: string,
    value: string | number | boolean | readonly string[],
  ) => {
    names[`#${name}`] = name;
    values[placeholder] = toAttribute(value);
    return `#${name} = ${placeholder}`;
  };
  const mention = (name: string): string => {
    names[`#${name}`] = name;
    return `#${name}`;
  };
  const conditions = Object.entries({
    userId,
    createdAt,
    updatedAt,
    epoch,
    passwordHash,
  }).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (value === null) return [`attribute_not_exists(${mention(name)})`];
    return [equation(name, `:was_${name}`, value)];
  });
  const changes = Object.entries(set);
  const assigned = changes.flatMap(([name, value]) =>
    value === null ? [] : [equation(name, `:new_${name}`, value)],
  );
  const removed = changes.flatMap(([name, value]) => (value === null ? [mention(name)] : []));
  return {
    // An UpdateItem would make an item that isn't there.
    ConditionExpression: ['attribute_exists(#pk)', ...conditions].join(' AND '),
    UpdateExpression: [
      ...(assigned.length > 0 ? [`SET ${assigned.join(', ')}`] : []),
      ...(removed.length > 0 ? [`REMOVE ${removed.join(', ')}`] : []),
    ].join(' '),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}

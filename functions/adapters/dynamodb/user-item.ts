import { USERS_TABLE, userPartitionKey } from '../../core/tables.ts';
import type { User } from '../../core/users/user.ts';
import { readItem, toItem, type Item } from './item-attributes.ts';

/** @returns the primary key of a user's item */
export const userItemKey = (username: string): Item =>
  toItem({ [USERS_TABLE.partitionKey]: userPartitionKey(username) });

/** @returns a user as an item */
export const toUserItem = (user: User): Item => ({
  ...userItemKey(user.username),
  ...toItem({ ...user }),
});

/** @throws Error for an item that is no user */
export function toUser(item: Item): User {
  const { text, number, flag, texts, optionalText } = readItem(item);
  return {
    userId: text('userId'),
    username: text('username'),
    passwordHash: optionalText('passwordHash'),
    epoch: number('epoch'),
    email: optionalText('email'),
    fullName: optionalText('fullName'),
    disabled: flag('disabled'),
    roles: texts('roles'),
    scopes: texts('scopes'),
    createdAt: number('createdAt'),
    updatedAt: number('updatedAt'),
    passwordChangedAt: number('passwordChangedAt'),
    // Users of before have none.
    passwordExpired: item['passwordExpired'] !== undefined && flag('passwordExpired'),
  };
}

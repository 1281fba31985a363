import type { User } from '../core/users/user.ts';

/** @returns the items of the demonstration behind a scope, in the shape of FastAPI's tutorial */
export const itemsOf = (user: User): unknown => [{ item_id: 'Foo', owner: user.username }];

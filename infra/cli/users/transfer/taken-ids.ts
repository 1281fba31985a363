import type { UsersService } from '../users-service.ts';
import { createSeenNames } from './seen-names.ts';

/** @returns whether a user id is that of somebody who has another name */
export type IsAnothersId = (userId: string, username: string) => boolean;

/** For files that say no ids. */
export const NOBODYS_ID: IsAnothersId = () => false;

/**
 * Reads who has which id. The table knows users by their names, and would take a second one with the id of
 * another: to every API that goes by `sub` the two were one person.
 *
 * @throws what the service throws
 */
export async function readTakenIds(service: Pick<UsersService, 'list'>): Promise<IsAnothersId> {
  const [ids, pairs] = [createSeenNames(), createSeenNames()];
  // Whoever can't be read is told of where users are listed.
  for await (const { userId, username } of service.list(() => undefined)) {
    ids.add(userId, 0);
    pairs.add(pairOf(userId, username), 0);
  }
  return (userId, username) => ids.has(userId) && !pairs.has(pairOf(userId, username));
}

const pairOf = (userId: string, username: string): string => `${userId}\n${username}`;

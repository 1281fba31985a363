import { normalizeUsername } from '../../../../functions/core/users/normalize-username.ts';
import type { UsersService } from '../users-service.ts';
import { FieldError, readSource } from './source-file.ts';
import type { ImportFormat, SourceRecord } from './source-user.ts';

/**
 * Tells a service that an import has begun to fill from another of the same name: one that was emptied
 * since, or lies in another AWS account. Whoever went on there would leave out all those of before.
 *
 * @param records how many the import has settled
 * @returns whether the first user of these or the last is there; also when there is none among them
 * @throws what reading the file or the users throws
 */
export async function areStillThere(
  service: Pick<UsersService, 'users'>,
  path: string,
  format: ImportFormat,
  records: number,
): Promise<boolean> {
  const ends: string[] = [];
  let position = 0;
  for await (const { fields } of format.read(readSource(path))) {
    const username = nameOf(format, fields);
    if (username !== null) ends[ends.length === 0 ? 0 : 1] = username;
    position += 1;
    if (position === records) break;
  }
  const found = await Promise.all(ends.map((username) => service.users.find(username)));
  return found.length === 0 || found.some((user) => user !== null);
}

function nameOf({ toUser }: ImportFormat, fields: SourceRecord['fields']): string | null {
  try {
    const { username = '' } = toUser(fields) ?? {};
    return normalizeUsername(username);
  } catch (error) {
    if (error instanceof FieldError) return null;
    throw error;
  }
}

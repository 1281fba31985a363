import type { Family, FamilyKey } from '../../core/sessions/family.ts';
import { ROTATIONS_REMEMBERED } from '../../core/sessions/family.ts';
import { REFRESH_TOKENS_TABLE, sessionSortKey, userPartitionKey } from '../../core/tables.ts';
import { readItem, toItem, type Item } from './item-attributes.ts';

const { partitionKey, sortKey, timeToLiveAttribute } = REFRESH_TOKENS_TABLE;
const ROTATIONS = Array.from({ length: ROTATIONS_REMEMBERED }, (_, index) => index);
const USER_PREFIX = userPartitionKey('');
const SESSION_PREFIX = sessionSortKey('');

/** @returns the primary key of a family's item */
export const familyItemKey = ({ username, familyId }: FamilyKey): Item =>
  toItem({ [partitionKey]: userPartitionKey(username), [sortKey]: sessionSortKey(familyId) });

/** @returns a family as an item; the table may drop it once it can't be used any more */
export function toFamilyItem(family: Family): Item {
  const { username, familyId, rotated, device, ...attributes } = family;
  const times = ROTATIONS.map((index) => [`rotated${index}`, rotated[index] ?? 0]);
  const lastUse = Math.min(family.idleExpiresAt, family.absoluteExpiresAt);
  return {
    ...familyItemKey({ username, familyId }),
    ...toItem({
      ...attributes,
      ...Object.fromEntries(times),
      ...device,
      [timeToLiveAttribute]: Math.ceil(lastUse / 1000),
    }),
  };
}

/** @throws Error for an item that is no family */
export function toFamily(item: Item): Family {
  const { text, number, texts, optionalText, optionalNumber } = readItem(item);
  return {
    username: text(partitionKey).slice(USER_PREFIX.length),
    familyId: text(sortKey).slice(SESSION_PREFIX.length),
    userId: text('userId'),
    clientId: text('clientId'),
    scope: texts('scope'),
    epoch: number('epoch'),
    generation: number('generation'),
    rotated: ROTATIONS.map((index) => number(`rotated${index}`)),
    recoveredFrom: optionalNumber('recoveredFrom'),
    returnedFrom: optionalNumber('returnedFrom'),
    returnedAt: optionalNumber('returnedAt'),
    replayedAt: optionalNumber('replayedAt'),
    spared: optionalNumber('spared'),
    recoveries: number('recoveries'),
    authTime: number('authTime'),
    idleExpiresAt: number('idleExpiresAt'),
    absoluteExpiresAt: number('absoluteExpiresAt'),
    revokedAt: optionalNumber('revokedAt'),
    revokedReason: optionalText('revokedReason'),
    device: { ip: text('ip'), userAgent: text('userAgent') },
  };
}

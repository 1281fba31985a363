/**
 * The names that the tables, the adapters and the construct share. The users table has a partition
 * key with a kind in it, so that nobody can name himself a client; the refresh-token table keeps one
 * item for each family under its user.
 */
export const USERS_TABLE = { partitionKey: 'pk', timeToLiveAttribute: 'ttl' } as const;

/** The refresh-token table's key and TTL attribute (`ttl` is in seconds, as DynamoDB wants it). */
export const REFRESH_TOKENS_TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  timeToLiveAttribute: 'ttl',
} as const;

/** @returns the partition key of a user, in both tables */
export const userPartitionKey = (username: string): string => `user#${username}`;

/** @returns the partition key of a registered client, in the users table */
export const clientPartitionKey = (clientId: string): string => `client#${clientId}`;

/** @returns the sort key of a family in the refresh-token table */
export const sessionSortKey = (familyId: string): string => `session#${familyId}`;

/** A registered client's attributes: what the functions that authenticate clients may read of one. */
export const CLIENT_ATTRIBUTES = [
  'pk',
  'clientId',
  'name',
  'refreshTokenPolicy',
  'secretHash',
  'previousSecretHash',
  'previousSecretExpiresAt',
  'grants',
  'scopes',
  'disabled',
  'tokensValidFrom',
  'createdAt',
  'updatedAt',
] as const;

/** @returns the partition key of a counter of tries in the users table */
export const throttlePartitionKey = (hashedName: string): string => `throttle#${hashedName}`;

/** @returns the sort key of a source that a user has logged in from, in the refresh-token table */
export const sourceSortKey = (source: string): string => `source#${source}`;

/** All that a counter of tries consists of; what is counted from has none of the last three. */
export const COUNTER_ATTRIBUTES = ['pk', 'ttl', 'tries', 'startedAt', 'triedAt'] as const;

/**
 * What the authorizer's session check reads, and all that its role may read. Attribute names are as
 * stored; both are top-level scalars.
 */
export const SESSION_CHECK_ATTRIBUTES = {
  user: ['pk', 'userId', 'disabled', 'epoch'],
  client: ['pk', 'disabled', 'tokensValidFrom'],
  family: ['pk', 'sk', 'userId', 'epoch', 'idleExpiresAt', 'absoluteExpiresAt', 'revokedAt'],
} as const;

/** A user but for the password's hash. */
const PROFILE = [
  'pk',
  'userId',
  'username',
  'epoch',
  'email',
  'fullName',
  'disabled',
  'roles',
  'scopes',
  'createdAt',
  'updatedAt',
  'passwordChangedAt',
  'passwordExpired',
] as const;

/**
 * What functions do with users, each by the attributes that it names, in conditions too: their roles
 * can name no others. All are top-level; IAM does not tell the attributes of a condition from those
 * that are set, so what a condition names can be written.
 */
export const USER_ACCESS = {
  /** Reading a user but for the password's hash. */
  profile: PROFILE,
  /** Making a user. */
  whole: [...PROFILE, 'passwordHash'],
  /** Logging out everywhere. */
  logout: ['pk', 'createdAt', 'epoch', 'updatedAt'],
  /** Changing a password, which ends sessions. */
  password: [
    'pk',
    'userId',
    'epoch',
    'passwordHash',
    'passwordChangedAt',
    'passwordExpired',
    'updatedAt',
  ],
  /** Changing what a person says of himself. */
  contact: ['pk', 'userId', 'epoch', 'email', 'fullName', 'updatedAt'],
  /** What an administrator changes of a user, whose password's hash he may replace and not read. */
  administration: [
    'pk',
    'userId',
    'epoch',
    'email',
    'fullName',
    'disabled',
    'roles',
    'scopes',
    'updatedAt',
    'passwordHash',
    'passwordChangedAt',
    'passwordExpired',
  ],
  /** Deleting a user. */
  removal: ['pk', 'userId'],
  /** Hashing a good password with today's parameters. */
  rehash: ['pk', 'passwordHash', 'updatedAt'],
} as const;

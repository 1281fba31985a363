import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  type ITable,
  Table,
  TableEncryption,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import {
  CLIENT_ATTRIBUTES,
  clientPartitionKey,
  COUNTER_ATTRIBUTES,
  REFRESH_TOKENS_TABLE,
  SESSION_CHECK_ATTRIBUTES,
  throttlePartitionKey,
  userPartitionKey,
  USER_ACCESS,
  USERS_TABLE,
} from '../../../functions/core/tables.ts';
import type { AuthFunction } from './auth-function.ts';

/** Where the tables come from and how they are kept. */
export interface TokenStorageProps {
  readonly usersTable: ITable | undefined;
  readonly refreshTokensTable: ITable | undefined;
  readonly encryptionKey: IKey | undefined;
  readonly removalPolicy: RemovalPolicy;
}

/** The two tables: users and refresh tokens. Those that are given are used as they are. */
export class TokenStorage extends Construct {
  readonly usersTable: ITable;
  readonly refreshTokensTable: ITable;

  constructor(scope: Construct, id: string, props: TokenStorageProps) {
    super(scope, id);
    checkKeys('usersTable', props.usersTable, [USERS_TABLE.partitionKey]);
    checkKeys('refreshTokensTable', props.refreshTokensTable, [
      REFRESH_TOKENS_TABLE.partitionKey,
      REFRESH_TOKENS_TABLE.sortKey,
    ]);
    const keeping = tableKeeping(props);
    this.usersTable =
      props.usersTable ??
      (new Table(this, 'Users', {
        ...keeping,
        partitionKey: { name: USERS_TABLE.partitionKey, type: AttributeType.STRING },
        timeToLiveAttribute: USERS_TABLE.timeToLiveAttribute,
      }) as ITable);
    this.refreshTokensTable =
      props.refreshTokensTable ??
      (new Table(this, 'RefreshTokens', {
        ...keeping,
        partitionKey: { name: REFRESH_TOKENS_TABLE.partitionKey, type: AttributeType.STRING },
        sortKey: { name: REFRESH_TOKENS_TABLE.sortKey, type: AttributeType.STRING },
        timeToLiveAttribute: REFRESH_TOKENS_TABLE.timeToLiveAttribute,
      }) as ITable);
  }

  /**
   * Lets a function read users one by one, and nothing else that the users table may hold.
   *
   * @param attributes what it may read of them, the key included; default: all, the hash too
   */
  allowReadingUsers(reader: AuthFunction, attributes?: readonly string[]): void {
    reader.allow(['dynamodb:GetItem'], [this.usersTable.tableArn], {
      ...USERS_ALONE,
      ...(attributes && {
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': [...attributes] },
        // A request that names no attributes reads them all.
        StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      }),
    });
    reader.allowKey(this.usersTable.encryptionKey, 'read');
  }

  /**
   * Lets a function write to users.
   *
   * @param attributes what it may write to or ask for in a condition, the key included
   */
  allowWritingUsers(writer: AuthFunction, attributes: readonly string[]): void {
    this.allowUsers(writer, 'UpdateItem', attributes);
  }

  /** Lets a function make users. IAM can't ask that a name be free: it could put one over another. */
  allowCreatingUsers(writer: AuthFunction): void {
    this.allowUsers(writer, 'PutItem', USER_ACCESS.whole);
  }

  /** Lets a function delete users, by name and id. */
  allowRemovingUsers(writer: AuthFunction): void {
    this.allowUsers(writer, 'DeleteItem', USER_ACCESS.removal);
  }

  private allowUsers(writer: AuthFunction, write: string, attributes: readonly string[]): void {
    writer.allow([`dynamodb:${write}`], [this.usersTable.tableArn], {
      ...USERS_ALONE,
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': [...attributes] },
      // Any write can ask for the whole item in return.
      StringEquals: { 'dynamodb:ReturnValues': 'NONE' },
    });
    writer.allowKey(this.usersTable.encryptionKey, 'write');
  }

  /** Lets a function read registered clients one by one, as whoever authenticates them must. */
  allowReadingClients(reader: AuthFunction): void {
    reader.allow(['dynamodb:GetItem'], [this.usersTable.tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [clientPartitionKey('*')] },
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': [...CLIENT_ATTRIBUTES] },
      StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
    });
    reader.allowKey(this.usersTable.encryptionKey, 'read');
  }

  /**
   * Lets a function that checks passwords count tries in the users table. The other counters are in
   * the refresh-token table, beside the sessions.
   */
  allowCountingTries(counter: AuthFunction): void {
    counter.allow(['dynamodb:GetItem'], [this.usersTable.tableArn], COUNTERS_ALONE);
    counter.allow(['dynamodb:UpdateItem'], [this.usersTable.tableArn], {
      ...COUNTERS_ALONE,
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': [...COUNTER_ATTRIBUTES] },
      StringEquals: { 'dynamodb:ReturnValues': 'NONE' },
    });
    counter.allowKey(this.usersTable.encryptionKey, 'write');
  }

  /** Lets a function call these actions (without `dynamodb:`) on the refresh-token table. */
  allowRefreshTokens(user: AuthFunction, ...actions: readonly string[]): void {
    allowTable(user, this.refreshTokensTable, actions);
  }

  /**
   * Lets the authorizer read a session and its user in one BatchGetItem, and of them only the
   * attributes that the check needs: not the password's hash.
   */
  allowSessionCheck(authorizer: AuthFunction): void {
    const { user, client, family } = SESSION_CHECK_ATTRIBUTES;
    authorizer.allow(
      ['dynamodb:BatchGetItem'],
      [this.usersTable.tableArn, this.refreshTokensTable.tableArn],
      {
        'ForAllValues:StringEquals': {
          'dynamodb:Attributes': [...new Set([...user, ...client, ...family])],
        },
        // Without it a request that names no attributes would pass, and read them all.
        StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      },
    );
    authorizer.allowKey(this.usersTable.encryptionKey, 'read');
    if (this.refreshTokensTable.encryptionKey !== this.usersTable.encryptionKey) {
      authorizer.allowKey(this.refreshTokensTable.encryptionKey, 'read');
    }
  }
}

/** Clients and others have keys of another kind in the same table. */
const USERS_ALONE = {
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [userPartitionKey('*')] },
};

const COUNTERS_ALONE = {
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [throttlePartitionKey('*')] },
};

const tableKeeping = ({ encryptionKey, removalPolicy }: TokenStorageProps) =>
  ({
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    removalPolicy,
    deletionProtection: removalPolicy !== RemovalPolicy.DESTROY,
    ...(encryptionKey && { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey }),
  }) satisfies Omit<TableProps, 'partitionKey'>;

function allowTable(user: AuthFunction, table: ITable, actions: readonly string[]): void {
  const writes = actions.some((action) => !/^(Get|Query|BatchGet)/.test(action));
  user.allow(
    actions.map((action) => `dynamodb:${action}`),
    [table.tableArn],
  );
  user.allowKey(table.encryptionKey, writes ? 'write' : 'read');
}

/** Only a table of this app says what its keys are; an imported one is taken at its word. */
function checkKeys(prop: string, table: ITable | undefined, expected: readonly string[]): void {
  if (!(table instanceof Table)) return;
  const { partitionKeys, sortKeys } = table.schemaV2();
  const keys = [...partitionKeys, ...sortKeys].map((key) => `${key.name} (${key.type})`);
  const wanted = expected.map((name) => `${name} (${AttributeType.STRING})`);
  if (keys.join() !== wanted.join()) {
    throw new Error(`${prop} must have the key ${wanted.join(', ')}; received ${keys.join(', ')}`);
  }
}

import type { TablePair } from '../../local/table-pairs.ts';
import { CliError, EXIT } from '../cli-error.ts';
import type { StackResource } from '../list-stack-resources.ts';

const TABLE_TYPE = /^AWS::DynamoDB::(Global)?Table$/;

/**
 * Finds a token service's tables among the resources of its stack. Only what the stack has now counts:
 * a table that was replaced after a restore stays in the account under much the same name, and who
 * disables a user there has disabled nobody. (DynamoDB's tables don't carry CloudFormation's tags.)
 *
 * @throws CliError when there are no tables, or those of several services
 */
export function tablesOfStack(resources: readonly StackResource[], stack: string): TablePair {
  const tables = resources.filter(({ type }) => TABLE_TYPE.test(type));
  const pairs = tables.flatMap(({ logicalId, physicalId: usersTableName }) => {
    const service = serviceOf(logicalId, 'Users');
    if (service === null) return [];
    const partner = tables.find((other) => serviceOf(other.logicalId, 'RefreshTokens') === service);
    if (partner === undefined) return [];
    return [{ usersTableName, refreshTokensTableName: partner.physicalId }];
  });
  const [pair, ...others] = pairs;
  if (pair === undefined) {
    throw new CliError(
      `the stack ${stack} has made no tables for Latchkey: name those that it was given with --users-table and --refresh-tokens-table`,
    );
  }
  if (others.length > 0) {
    const choices = pairs.map(optionsFor).join(' or ');
    throw new CliError(
      `the stack ${stack} has several token services: in place of --stack say ${choices}`,
      EXIT.usage,
    );
  }
  return pair;
}

/** @returns the options that name these tables */
export const optionsFor = ({ usersTableName, refreshTokensTableName }: TablePair): string =>
  `--users-table ${usersTableName} --refresh-tokens-table ${refreshTokensTableName}`;

/**
 * `UsersTable` in our own stack; in others, CDK's id of the construct's table: its path and a hash.
 *
 * @returns which service of the stack the table belongs to, or `null`
 */
function serviceOf(logicalId: string, kind: 'Users' | 'RefreshTokens'): string | null {
  if (logicalId === `${kind}Table`) return '';
  return new RegExp(`^(.+)Storage${kind}[0-9A-F]{8}$`).exec(logicalId)?.[1] ?? null;
}

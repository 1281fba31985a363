import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dynamoDbAccess } from '../../../../infra/local/iam/dynamodb-access.ts';
import {
  decideAccess,
  readPolicyDocument,
  type AccessRequest,
} from '../../../../infra/local/iam/policy-statement.ts';
import type { JsonObject } from '../../../../infra/local/template/template.ts';
import { startDynaliteTables, type DynaliteTables } from '../../../fakes/dynalite-tables.ts';
import { GOOD_PASSWORD, userCommandBench } from '../../../fakes/user-command-bench.ts';

const TARGET = ['--stack', 'Test'];
const arnOf = (name: string): string => `arn:aws:dynamodb:eu-west-1:111122223333:table/${name}`;

type Policy = JsonObject & {
  readonly Statement: readonly {
    readonly Action: string | readonly string[];
    readonly Resource: string;
  }[];
};

let tables: DynaliteTables;
const requests: AccessRequest[] = [];

beforeAll(async () => {
  tables = await startDynaliteTables();
});
afterAll(() => tables.stop());

/** The policy that docs/operations.md gives an operator of users. */
function documentedPolicy(users: string, refreshTokens: string): Policy {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/operations.md'), 'utf8');
  const [, text = ''] =
    [...page.matchAll(/```json\n([\s\S]*?)```/g)].find(([block]) => block.includes('dynamodb:')) ??
    [];
  const filled = text
    .replaceAll('<region>', 'eu-west-1')
    .replaceAll('<account>', '111122223333')
    .replaceAll('<UsersTableName>', users)
    .replaceAll('<RefreshTokensTableName>', refreshTokens);
  return JSON.parse(filled) as Policy;
}

test("the documented policy allows every command's calls, and nothing that no command makes", async () => {
  const bench = await userCommandBench(tables);
  const { usersTableName, refreshTokensTableName } = bench;
  const find = (name: string) => ({ name, arn: arnOf(name), partitionKey: 'pk' });
  const witness =
    (next: (args: { input: object }) => unknown, { commandName = '' }: { commandName?: string }) =>
    (args: { input: object }) => {
      const operation = commandName.replace(/Command$/, '');
      requests.push(...dynamoDbAccess(operation, args.input as JsonObject, find));
      return next(args);
    };
  tables.client.middlewareStack.add(witness as never, { name: 'witness' });
  bench.settings.input = GOOD_PASSWORD;
  await bench.put();
  await bench.putSession();
  requests.length = 0;
  for (const line of [
    'create anna --password-stdin',
    'show anna',
    'list',
    'scopes anna --set items:read',
    'disable johndoe --yes',
    'enable johndoe',
    'set-password johndoe --password-stdin --yes',
    'expire-password johndoe --yes',
    'roles johndoe --none --yes',
    'sessions johndoe',
    'revoke johndoe --all --yes',
    'delete johndoe --yes',
  ]) {
    expect(await bench.run(...line.split(' '), ...TARGET)).toMatchObject({ exitCode: 0 });
  }

  const policy = documentedPolicy(usersTableName, refreshTokensTableName);
  const statements = readPolicyDocument(policy, 'docs/operations.md');
  const decisions = requests.map((request) => [request.action, decideAccess(statements, request)]);
  expect(decisions.filter(([, decision]) => decision !== 'allowed')).toEqual([]);
  const made = new Set(requests.map(({ action, resource }) => `${action} ${resource}`));
  expect([...made].toSorted()).toEqual(
    [
      ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Scan'].map((name) => [
        name,
        usersTableName,
      ]),
      ...['Query', 'UpdateItem', 'DeleteItem'].map((name) => [name, refreshTokensTableName]),
    ]
      .map(([name = '', table = '']) => `dynamodb:${name} ${arnOf(table)}`)
      .toSorted(),
  );
  const granted = policy.Statement.flatMap(({ Action, Resource }) =>
    [Action].flat().map((action) => `${action} ${Resource}`),
  );
  expect(granted.filter((grant) => grant.startsWith('dynamodb:')).toSorted()).toEqual(
    [...made].toSorted(),
  );
  const client = { action: 'dynamodb:PutItem', resource: arnOf(usersTableName) };
  const context = { 'dynamodb:LeadingKeys': ['client#web'] };
  expect(decideAccess(statements, { ...client, context })).toBe('not_allowed');
});

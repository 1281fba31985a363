import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AuthServiceStack } from '../../../../infra/aws/auth-service-stack.ts';
import { TokenService } from '../../../../infra/aws/constructs/token-service.ts';
import { tablesOfStack } from '../../../../infra/cli/users/stack-tables.ts';
import { functionBundles, logicalIdOf, resourcesOf } from '../../aws/service-template.ts';

/** A stack as CloudFormation lists it; a physical id is the logical one in small letters. */
const deployed = (stack: Stack) =>
  Object.entries(resourcesOf(Template.fromStack(stack))).map(([logicalId, { Type: type }]) => ({
    logicalId,
    physicalId: logicalId.toLowerCase(),
    type,
  }));

describe('the tables that the construct declares', () => {
  test('are found in our own stack', () => {
    const stack = new AuthServiceStack(new App(), 'Ours', { functionBundles });
    expect(tablesOfStack(deployed(stack), 'Ours')).toEqual({
      usersTableName: 'userstable',
      refreshTokensTableName: 'refreshtokenstable',
    });
  });

  test("are found in others'", () => {
    const stack = new Stack(new App(), 'Theirs');
    const service = new TokenService(stack, 'Login', { functionBundles });
    expect(tablesOfStack(deployed(stack), 'Theirs')).toEqual({
      usersTableName: logicalIdOf(service.usersTable).toLowerCase(),
      refreshTokensTableName: logicalIdOf(service.refreshTokensTable).toLowerCase(),
    });
  });

  test('are not mixed up when a stack has two services', () => {
    const stack = new Stack(new App(), 'Theirs');
    const services = ['Login', 'Admin'].map(
      (id) => new TokenService(stack, id, { functionBundles }),
    );
    const choices = services.map(({ usersTable, refreshTokensTable }) =>
      `--users-table ${logicalIdOf(usersTable)} --refresh-tokens-table ${logicalIdOf(refreshTokensTable)}`.replaceAll(
        /(?<=table )\S+/g,
        (id) => id.toLowerCase(),
      ),
    );
    expect(() => tablesOfStack(deployed(stack), 'Theirs')).toThrow(choices.join(' or '));
  });
});

import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type {
  DynamoDBCall,
  DynamoDBOperations,
} from '../../../functions/adapters/dynamodb/dynamodb-call.ts';
import { AuthServiceStack } from '../../../infra/aws/auth-service-stack.ts';
import type { TokenServiceProps } from '../../../infra/aws/constructs/token-service-props.ts';
import { dynamoDbAccess } from '../../../infra/local/iam/dynamodb-access.ts';
import { decideAccess } from '../../../infra/local/iam/policy-statement.ts';
import { readRoles } from '../../../infra/local/iam/role-policies.ts';
import { readStackTemplate } from '../../../infra/local/template/stack-template.ts';
import { functionBundles } from './service-template.ts';

/** Whether a function's role allows a call to the users table. */
export type MayCall = (operation: string, body: object) => boolean;

/**
 * @param functionId the function's logical id
 * @returns what its role in a synthesized stack says, as the local edition asks it
 */
export function roleAccess(functionId: string, props: TokenServiceProps = {}): MayCall {
  const stack = new AuthServiceStack(new App(), 'LatchkeyStack', { functionBundles, ...props });
  const template = readStackTemplate(
    'LatchkeyStack',
    Template.fromStack(stack).toJSON() as never,
    (text) => text,
  );
  const arn = template.attribute('UsersTable', 'Arn');
  const table = { name: 'users', arn, partitionKey: 'pk' };
  const role = template
    .ofType('AWS::IAM::Role')
    .find(({ logicalId }) => logicalId.includes(functionId));
  const roleArn = template.attribute(role?.logicalId ?? '', 'Arn');
  const statements = readRoles(template, [roleArn])[0]?.statements ?? [];
  return (operation, body) =>
    dynamoDbAccess(operation, { TableName: 'users', ...body }, () => table).every(
      (request) => decideAccess(statements, request) === 'allowed',
    );
}

/** Makes the stores' own calls; throws at one that the role refuses. */
export const callingAs =
  (mayCall: MayCall): DynamoDBCall =>
  async <Name extends keyof DynamoDBOperations>(
    operation: Name,
    input: DynamoDBOperations[Name]['input'],
  ) => {
    if (!mayCall(operation, input)) throw new Error(`the role may not call ${operation}`);
    return { held: true, output: {} };
  };

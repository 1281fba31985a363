import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  JsonObject,
  Template,
  TemplateResource,
} from '../../../infra/local/template/template.ts';

/** The source of one function: a CommonJS module that exports `handler`. */
export type FunctionSource = string;

/** An app of somebody else's: orders in a table, behind a TOKEN authorizer. */
export const ORDERS_FUNCTION: FunctionSource = `
exports.handler = async (event) => ({
  statusCode: 200,
  headers: { 'X-Table': process.env.ORDERS_TABLE_NAME, 'WWW-Authenticate': 'Bearer' },
  body: JSON.stringify({ event, env: process.env }),
});`;

/** Allows tokens that begin with `good`, denies `denied`, throws Unauthorized for the rest. */
export const AUTHORIZER_FUNCTION: FunctionSource = `
exports.handler = async ({ authorizationToken, methodArn }) => {
  if (authorizationToken.startsWith('Bearer broken')) throw new Error('boom');
  if (!/^Bearer (good|denied)/.test(authorizationToken)) throw new Error('Unauthorized');
  const Effect = authorizationToken.startsWith('Bearer good') ? 'Allow' : 'Deny';
  const Resource = methodArn.split('/').slice(0, 2).join('/') + '/*';
  return {
    principalId: 'somebody',
    context: { number: 7, flag: true },
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }],
    },
  };
};`;

const role = (statements: readonly object[]): TemplateResource => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: { Statement: [] },
    Policies: [{ PolicyName: 'own', PolicyDocument: { Statement: statements as never } }],
  },
});

const functionOf = (asset: string, roleId: string, more: object = {}): TemplateResource => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: 'assets', S3Key: `${asset}.zip` },
    Handler: 'index.handler',
    Role: { 'Fn::GetAtt': [roleId, 'Arn'] },
    Runtime: 'nodejs24.x',
    ...more,
  },
});

const uriOf = (functionId: string) => ({
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':apigateway:',
      { Ref: 'AWS::Region' },
      ':lambda:path/2015-03-31/functions/',
      { 'Fn::GetAtt': [functionId, 'Arn'] },
      '/invocations',
    ],
  ],
});

const method = (resource: JsonObject, more: object): TemplateResource => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    RestApiId: { Ref: 'Api' },
    ResourceId: resource,
    Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: uriOf('OrdersFunction') },
    ...more,
  },
});

const CUSTOM = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } };

/** @returns the app's template; a test changes what it is about */
export const ordersTemplate = (): Template & { Resources: Record<string, TemplateResource> } => ({
  Resources: {
    OrdersTable: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      },
    },
    OrdersRole: role([
      {
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
        Resource: { 'Fn::GetAtt': ['OrdersTable', 'Arn'] },
      },
    ]),
    OrdersFunction: functionOf('orders', 'OrdersRole', {
      Timeout: 2,
      Environment: {
        Variables: {
          ORDERS_TABLE_NAME: { Ref: 'OrdersTable' },
          API_URL: {
            'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/v1/orders',
          },
        },
      },
    }),
    AuthorizerRole: role([]),
    AuthorizerFunction: functionOf('authorizer', 'AuthorizerRole'),
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } },
    Authorizer: {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: {
        RestApiId: { Ref: 'Api' },
        Type: 'TOKEN',
        AuthorizerUri: uriOf('AuthorizerFunction'),
        IdentitySource: 'method.request.header.Authorization',
        IdentityValidationExpression: 'Bearer .+',
        AuthorizerResultTtlInSeconds: 60,
      },
    },
    OrdersResource: {
      Type: 'AWS::ApiGateway::Resource',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
        PathPart: 'orders',
      },
    },
    OrderResource: {
      Type: 'AWS::ApiGateway::Resource',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ParentId: { Ref: 'OrdersResource' },
        PathPart: '{orderId}',
      },
    },
    GetOrders: method({ Ref: 'OrdersResource' }, { HttpMethod: 'GET', ...CUSTOM }),
    PostOrders: method(
      { Ref: 'OrdersResource' },
      { HttpMethod: 'POST', AuthorizationType: 'NONE' },
    ),
    GetOrder: method({ Ref: 'OrderResource' }, { HttpMethod: 'GET', ...CUSTOM }),
    Deployment: {
      Type: 'AWS::ApiGateway::Deployment',
      Properties: { RestApiId: { Ref: 'Api' } },
    },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: {
        RestApiId: { Ref: 'Api' },
        DeploymentId: { Ref: 'Deployment' },
        StageName: 'v1',
      },
    },
  },
  Outputs: {
    Url: {
      Value: {
        'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}/',
      },
    },
  },
});

/**
 * Writes a cloud assembly as `cdk synth` leaves it.
 *
 * @param functions the source of each asset
 * @returns its folder
 */
export function writeAssembly(
  template: Template,
  functions: Readonly<Record<string, FunctionSource>> = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-assembly-'));
  const sources = { orders: ORDERS_FUNCTION, authorizer: AUTHORIZER_FUNCTION, ...functions };
  for (const [name, source] of Object.entries(sources)) {
    mkdirSync(join(folder, `asset.${name}`));
    writeFileSync(join(folder, `asset.${name}/index.js`), source);
  }
  const write = (name: string, content: object): void =>
    writeFileSync(join(folder, name), JSON.stringify(content));
  write('Orders.template.json', template);
  write('Orders.assets.json', {
    files: Object.fromEntries(
      Object.keys(sources).map((name) => [
        name,
        {
          source: { path: `asset.${name}`, packaging: 'zip' },
          destinations: { current: { bucketName: 'assets', objectKey: `${name}.zip` } },
        },
      ]),
    ),
  });
  write('manifest.json', {
    artifacts: {
      'Orders.assets': { type: 'cdk:asset-manifest', properties: { file: 'Orders.assets.json' } },
      Orders: {
        type: 'aws:cloudformation:stack',
        properties: { templateFile: 'Orders.template.json' },
      },
    },
  });
  return folder;
}

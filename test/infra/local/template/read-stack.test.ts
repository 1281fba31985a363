import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly } from '../../../../infra/local/template/assembly.ts';
import { readStack } from '../../../../infra/local/template/read-stack.ts';
import type { TemplateResource } from '../../../../infra/local/template/template.ts';
import { ordersTemplate, writeAssembly } from '../orders-app.ts';
import { temporaryFolder } from '../start-orders-app.ts';

const readWith = (change: (resources: Record<string, TemplateResource>) => void) => {
  const template = ordersTemplate();
  change(template.Resources);
  const assembly = readAssembly(writeAssembly(template));
  return readStack(assembly, assembly.template, () => 'http://localhost:1');
};
const set = (resource: TemplateResource | undefined, properties: object): TemplateResource => ({
  ...(resource as TemplateResource),
  Properties: { ...resource?.Properties, ...properties },
});

describe('reading a stack', () => {
  it('reads functions, tables, roles and methods', () => {
    const stack = readWith(() => {});
    expect(stack.functions.map(({ name, timeoutSeconds }) => [name, timeoutSeconds])).toEqual([
      ['Orders-OrdersFunction', 2],
      ['Orders-AuthorizerFunction', 3],
    ]);
    expect(stack.tables[0]).toMatchObject({ name: 'Orders-OrdersTable', partitionKey: 'pk' });
    expect(
      stack.apis[0]?.methods.map(({ httpMethod, resourcePath }) => `${httpMethod} ${resourcePath}`),
    ).toEqual(['GET /orders', 'POST /orders', 'GET /orders/{orderId}']);
  });

  it('rewrites a custom domain to the local address', () => {
    const stack = readWith((resources) => {
      resources['Domain'] = {
        Type: 'AWS::ApiGateway::DomainName',
        Properties: { DomainName: 'auth.example.com' },
      };
      resources['Mapping'] = {
        Type: 'AWS::ApiGateway::BasePathMapping',
        Properties: { DomainName: { Ref: 'Domain' }, RestApiId: { Ref: 'Api' } },
      };
      resources['OrdersFunction'] = set(resources['OrdersFunction'], {
        Environment: { Variables: { ISSUER: 'https://auth.example.com/x' } },
      });
    });
    expect(stack.functions[0]?.environment()).toEqual({ ISSUER: 'http://localhost:1/x' });
  });

  it.each<[string, string, object]>([
    [
      'OrdersFunction',
      'the local edition runs Node.js functions, not python3.13',
      { Runtime: 'python3.13' },
    ],
    ['OrdersFunction', 'the local edition has no layers', { Layers: ['arn'] }],
    ['OrdersFunction', 'its code is not an asset', { Code: { ZipFile: 'x' } }],
    ['OrdersFunction', 'its bundle has no nothing.js', { Handler: 'nothing.handler' }],
    ['Authorizer', 'TOKEN authorizers, not REQUEST', { Type: 'REQUEST' }],
    [
      'Authorizer',
      'its identity source is not a header',
      { IdentitySource: 'method.request.querystring.t' },
    ],
    ['GetOrders', "doesn't know the authorization type AWS_IAM", { AuthorizationType: 'AWS_IAM' }],
    ['GetOrders', 'has no API keys', { ApiKeyRequired: true }],
    ['GetOrders', "doesn't know HTTP_PROXY integrations", { Integration: { Type: 'HTTP_PROXY' } }],
    ['GetOrders', 'its authorizer is not in the template', { AuthorizerId: 'x' }],
    ['Api', "doesn't read OpenAPI bodies", { Body: {} }],
    ['OrdersRole', "doesn't know permissions boundaries", { PermissionsBoundary: 'arn' }],
    [
      'OrdersRole',
      "doesn't know the policy arn:aws:iam::aws:policy/Admin",
      { ManagedPolicyArns: ['arn:aws:iam::aws:policy/Admin'] },
    ],
    ['OrdersTable', 'it has no partition key', { KeySchema: [] }],
  ])('stops at %s: %s', (logicalId, problem, properties) => {
    const read = () =>
      readWith((resources) => {
        resources[logicalId] = set(resources[logicalId], properties);
      });
    expect(read).toThrow(problem);
    expect(read).toThrow(new RegExp(`^${logicalId} \\(AWS::`));
  });

  it('enforces the roles of functions, and asks nothing of others', () => {
    const stack = readWith((resources) => {
      resources['GatewayRole'] = {
        Type: 'AWS::IAM::Role',
        Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/Anything'] },
      };
    });
    expect(stack.roles.map(({ logicalId }) => logicalId)).toEqual(['OrdersRole', 'AuthorizerRole']);
  });

  it('says which folder is no assembly, and which stacks there are', () => {
    const empty = temporaryFolder();
    expect(() => readAssembly(empty)).toThrow(`${empty} holds no synthesized CDK app`);
    expect(() => readAssembly(writeAssembly(ordersTemplate()), 'Nothing')).toThrow(
      'the CDK app has no stack Nothing; it has: Orders',
    );
    writeFileSync(join(empty, 'manifest.json'), JSON.stringify({ artifacts: {} }));
    expect(() => readAssembly(empty)).toThrow(`the CDK app in ${empty} has no stack`);
  });
});

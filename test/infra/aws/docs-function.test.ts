import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { operationsOf } from '../../../infra/build/openapi/operations.ts';
import { covers } from '../../../infra/aws/constructs/docs-function.ts';
import { emptyBundles, resourceOf, resourcesOf, serviceStack } from './service-template.ts';

const DOCS_PATHS = ['/openapi.json', '/docs', '/docs/{asset}'];

/** Bundles whose document is about these routes. */
function bundlesDocumenting(paths: object): string {
  const folder = emptyBundles();
  mkdirSync(join(folder, 'docs/site'));
  writeFileSync(join(folder, 'docs/site/openapi.json'), JSON.stringify({ paths }));
  return folder;
}

test('the documentation is there for anybody', () => {
  const { service } = serviceStack();
  const open = service.api.methods.filter(({ resource }) => DOCS_PATHS.includes(resource.path));
  expect(open.map(resourceOf).map(({ Properties }) => Properties['AuthorizationType'])).toEqual([
    'NONE',
    'NONE',
    'NONE',
  ]);
});

test('its function may write its log and its traces, and nothing else', () => {
  const { stack, service } = serviceStack();
  const role = stack.resolve(service.docsFunction?.role?.roleName) as { Ref: string };
  const policies = Object.values(resourcesOf(Template.fromStack(stack)))
    .filter(({ Type }) => Type === 'AWS::IAM::Policy')
    .filter(({ Properties }) => JSON.stringify(Properties['Roles']).includes(`"${role.Ref}"`));
  const actions = policies.flatMap(({ Properties }) =>
    (Properties['PolicyDocument'] as { Statement: { Action: string | string[] }[] }).Statement.map(
      ({ Action }) => [Action].flat(),
    ),
  );
  expect(actions.flat().toSorted()).toEqual([
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ]);
});

test('with docs: false there is neither route nor function, and nothing speaks of them', () => {
  const { stack, service } = serviceStack({ docs: false });
  expect(service.docsFunction).toBeUndefined();
  expect(service.api.methods.filter(({ resource }) => /docs|openapi/.test(resource.path))).toEqual(
    [],
  );
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('/docs');
});

test('the function is told which documented routes the API lacks, other people’s aside', () => {
  const functionBundles = bundlesDocumenting({
    '/users': { post: {} },
    '/users/me': { get: {}, patch: {} },
    '/orders': { get: {} },
  });
  const { service } = serviceStack({ functionBundles });
  service.declarePublic(service.api.root.addResource('orders').addMethod('GET'));
  service.declarePublic(service.api.root.addResource('lines').addMethod('GET'));
  const { Variables } = resourceOf(service.docsFunction as never).Properties['Environment'] as {
    Variables: Record<string, string>;
  };
  const absent = Variables['ABSENT_ROUTES']?.split(',') ?? [];
  expect(absent).toContain('POST /users');
  expect(absent).not.toContain('GET /users/me');
  expect(absent).not.toContain('GET /orders');
});

test.each([true, false])('paths of the admin API are in where it is: %s', (adminApi) => {
  const routes = operationsOf({ passwordGrant: true })
    .map(({ route }) => route.split(' '))
    .filter(([, path]) => path?.startsWith('/admin/'));
  const paths: Record<string, Record<string, object>> = {};
  for (const [method = '', path = ''] of routes) (paths[path] ??= {})[method.toLowerCase()] = {};
  const functionBundles = bundlesDocumenting(paths);
  const { service } = serviceStack({ functionBundles, adminApi });
  const { Variables } = resourceOf(service.docsFunction as never).Properties['Environment'] as {
    Variables: Record<string, string>;
  };
  const absent = (Variables['ABSENT_ROUTES'] ?? '').split(',').filter((route) => route !== '');
  expect(routes.length).toBeGreaterThan(10);
  expect(absent).toEqual(adminApi ? [] : routes.map((route) => route.join(' ')).toSorted());
});

test.each([
  ['GET /users', 'GET /users', true],
  ['GET /users', 'GET /users/{id}', false],
  ['GET /users/{id}', 'GET /users/{id}/sessions', false],
  ['GET /admin/{proxy+}', 'GET /admin/users/{username}', true],
  ['GET /admin/{proxy+}', 'DELETE /admin/users/{username}', false],
  ['GET /admin/{proxy+}', 'GET /administrators', false],
])('%s takes in %s: %s', (route, other, taken) => {
  expect(covers(route, other)).toBe(taken);
});

test('the gateway compresses large answers only, which none with a token is', () => {
  const { service } = serviceStack();
  expect(resourceOf(service.api).Properties['MinimumCompressionSize']).toBe(64 * 1024);
});

test('whoever asks for a route that there is not is told where the API and its page are', () => {
  const { stack } = serviceStack({ issuer: 'https://auth.example.com' });
  const response = Object.values(resourcesOf(Template.fromStack(stack))).find(
    ({ Properties }) => Properties['ResponseType'] === 'MISSING_AUTHENTICATION_TOKEN',
  );
  expect(response?.Properties).toMatchObject({
    StatusCode: '404',
    ResponseTemplates: {
      'application/json': JSON.stringify({
        message:
          'There is no such route. The API is at https://auth.example.com, its documentation at https://auth.example.com/docs.',
      }),
    },
  });
});

import { App, CfnResource, Fn, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import {
  AuthorizationType,
  CfnMethod,
  HttpIntegration,
  type Method,
  MockIntegration,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { ProtectOptions } from '../../../infra/aws/constructs/protected-routes.ts';
import { TokenService } from '../../../infra/aws/constructs/token-service.ts';
import { functionBundles, logicalIdOf, resourceOf, serviceStack } from './service-template.ts';

const route = (api: RestApi, path: string, method = 'GET'): Method =>
  api.root.resourceForPath(path).addMethod(method, new MockIntegration());

const deploymentOf = (stack: Stack): string | undefined =>
  Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'))[0];

/** A service with a route at /orders, dealt with by `declare`. */
function withOrders(declare: (service: TokenService, orders: Method) => void) {
  const { stack, service, app } = serviceStack();
  const orders = route(service.api, '/orders');
  declare(service, orders);
  return { app, stack, service, orders };
}

const routesOf = (service: TokenService): unknown => {
  const environment = resourceOf(service.authorizerFunction).Properties['Environment'];
  return JSON.parse((environment as { Variables: { ROUTES: string } }).Variables.ROUTES);
};

const twice = (first: 'protect' | 'declarePublic', second: 'protect' | 'declarePublic') => () =>
  withOrders((service, method) => {
    service[first](method);
    service[second](method);
  });

const warningsWith = (path: string) => {
  const { service, stack } = serviceStack();
  service.protect(route(service.api, '/files/{path+}'), { scopes: ['files'] });
  service.protect(route(service.api, path), { scopes: ['shares'] });
  return Annotations.fromStack(stack).findWarning('*', Match.anyValue());
};

const addLowLevel = (api: RestApi, scope: Stack, id: string, authorization: object): CfnMethod =>
  new CfnMethod(scope, id, {
    restApiId: api.restApiId,
    resourceId: api.root.resourceId,
    httpMethod: 'GET',
    ...authorization,
  });

/** A service in one stack, an API in another. */
function besideAnApi() {
  const app = new App();
  const tokens = new Stack(app, 'Tokens');
  const service = new TokenService(tokens, 'Tokens', { functionBundles });
  const shop = new Stack(app, 'Shop');
  const api = new RestApi(shop, 'Api');
  return { app, tokens, service, shop, api };
}

describe('protect', () => {
  test('puts the authorizer before the method', () => {
    const { service, orders, stack } = withOrders((tokens, method) => tokens.protect(method));
    expect(resourceOf(orders).Properties).toMatchObject({
      AuthorizationType: 'CUSTOM',
      AuthorizerId: stack.resolve(service.authorizer.authorizerId),
    });
  });

  test('tells the authorizer path, method, scopes and roles, in an order of its own', () => {
    const { service } = withOrders((tokens, method) => {
      tokens.protect(route(tokens.api, '/orders/{id}', 'ANY'), { scopes: ['b', 'a'] });
      tokens.protect(method, { scopes: ['orders:read'], roles: ['clerk'] });
    });
    const routes = routesOf(service) as readonly (readonly [string, string])[];
    expect(routes.filter(([, path]) => /^\/(orders|users\/me$)/.test(path))).toEqual([
      ['GET', '/orders', ['orders:read'], ['clerk']],
      ['ANY', '/orders/{id}', ['a', 'b']],
      ['GET', '/users/me', []],
      ['PATCH', '/users/me', []],
    ]);
  });

  test('makes a new deployment, as does every change of scopes and every other declaration', () => {
    const declarations = [
      (service: TokenService, method: Method) => service.declarePublic(method),
      (service: TokenService, method: Method) => service.protect(method),
      (service: TokenService, method: Method) => service.protect(method, { scopes: ['a'] }),
      (service: TokenService, method: Method) => service.protect(method, { scopes: ['b'] }),
      (service: TokenService, method: Method) => service.protect(method, { roles: ['b'] }),
    ];
    const ids = declarations.map((declare) => deploymentOf(withOrders(declare).stack));
    expect(new Set(ids).size).toBe(declarations.length);
    expect(deploymentOf(withOrders((tokens, method) => tokens.protect(method)).stack)).toBe(ids[1]);
  });

  test('names its scopes in the metadata', () => {
    const { service } = withOrders((tokens, method) =>
      tokens.protect(method, { scopes: ['orders:read'] }),
    );
    expect(resourceOf(service.metadataFunction).Properties).toMatchObject({
      Environment: { Variables: { SCOPES_SUPPORTED: 'orders:read' } },
    });
  });

  test.each<[ProtectOptions, string]>([
    [{ scopes: [] }, 'scopes of GET /orders must not be empty'],
    [{ roles: [] }, 'roles of GET /orders must not be empty'],
    [{ scopes: ['a', 'a'] }, 'scopes of GET /orders must not repeat themselves; received a a'],
    [{ scopes: [''] }, "received ''"],
    [{ scopes: ['a b'] }, "received 'a b'"],
    [{ scopes: ['a"b'] }, `received 'a"b'`],
    [{ scopes: ['é'] }, "received 'é'"],
    [{ roles: ['a,b'] }, "received 'a,b'"],
  ])('refuses %j', (options, message) => {
    expect(() => withOrders((tokens, method) => tokens.protect(method, options))).toThrow(message);
  });

  test('refuses a method twice', () => {
    expect(twice('protect', 'protect')).toThrow(
      'GET /orders is already protected: leave one of the two calls out',
    );
    expect(twice('protect', 'declarePublic')).toThrow('GET /orders is already protected');
    expect(twice('declarePublic', 'protect')).toThrow('GET /orders is already declared public');
  });

  test('refuses a method that something else guards', () => {
    const { service } = serviceStack();
    const iam = service.api.root.addMethod('GET', new MockIntegration(), {
      authorizationType: AuthorizationType.IAM,
    });
    expect(() => service.protect(iam)).toThrow(
      'GET / must have no authorizer of its own; received AWS_IAM',
    );
  });

  test('warns of routes that no policy can keep apart', () => {
    expect(warningsWith('/shares/{id}')).toEqual([]);
    const [warning, ...others] = warningsWith('/{user}/files');
    expect(warning?.entry.data).toContain(
      'a token for GET /{user}/files alone is refused at some requests for it, since no policy tells them from GET /files/{path+}',
    );
    expect(others).toHaveLength(1);
  });
});

describe('synthesis fails', () => {
  test('on a method that is neither protected nor declared public', () => {
    const { app } = withOrders(() => {});
    expect(() => app.synth()).toThrow('GET /orders is neither protected nor declared public');
  });

  test('not on a preflight', () => {
    const { app, service } = serviceStack({ corsAllowedOrigins: ['https://app.example.com'] });
    service.protect(route(service.api, '/orders'));
    expect(() => app.synth()).not.toThrow();
  });

  test('on an OPTIONS method that more than a mock answers', () => {
    const { app, service } = serviceStack();
    const handler = new HttpIntegration('https://shop.example.com', { httpMethod: 'OPTIONS' });
    service.api.root.resourceForPath('/orders').addMethod('OPTIONS', handler);
    expect(() => app.synth()).toThrow('OPTIONS /orders is neither protected nor declared public');
  });

  test.each([
    ['open', { authorizationType: 'NONE' }],
    ['left unsaid', {}],
    ['known at the deploy only', { authorizationType: Fn.ref('AWS::NoValue') }],
  ])('on a low-level method of the API whose authorization is %s', (_, authorization) => {
    const { app, service, stack } = serviceStack();
    addLowLevel(service.api, stack, 'Low', authorization);
    addLowLevel(service.api, stack, 'Guarded', { authorizationType: 'AWS_IAM' });
    expect(() => app.synth()).toThrow(
      /GET at Stack\/Low is a method of this API that(?!.*Guarded)/s,
    );
  });

  test('on a low-level method whose type is given by name', () => {
    const { app, service, stack } = serviceStack();
    const properties = { RestApiId: service.api.restApiId, HttpMethod: 'PUT' };
    const named = new CfnResource(stack, 'Named', { type: 'AWS::ApiGateway::Method', properties });
    expect(() => app.synth()).toThrow(`PUT at ${named.node.path} is a method of this API that`);
  });

  test.each(['the same', 'another'])('on a method added by the API’s id in %s stack', (where) => {
    const { app, service, stack } = serviceStack();
    const owner = where === 'another' ? new Stack(app, 'Other') : stack;
    const { restApiId, root } = service.api;
    const attributes = { restApiId, rootResourceId: root.resourceId };
    const imported = RestApi.fromRestApiAttributes(owner, 'Imported', attributes);
    imported.root.addResource('back').addMethod('GET', new MockIntegration());
    expect(() => app.synth()).toThrow(/GET at .*Imported.*is a method of this API that/);
  });

  test('not on methods of other APIs, not even of one with the same logical id', () => {
    const { app, service, api } = besideAnApi();
    service.protect(route(api, '/orders'));
    const other = new RestApi(new Stack(app, 'Other'), 'Api');
    route(other, '/open');
    expect(logicalIdOf(other)).toBe(logicalIdOf(api));
    expect(() => app.synth()).not.toThrow();
  });

  test.each([
    ['opened', (method: CfnMethod) => (method.authorizationType = AuthorizationType.NONE)],
    [
      'opened by an override',
      (method: CfnMethod) => method.addPropertyOverride('AuthorizationType', 'NONE'),
    ],
    ['given to another authorizer', (method: CfnMethod) => (method.authorizerId = 'other')],
    [
      'left without an authorizer',
      (method: CfnMethod) => method.addPropertyDeletionOverride('AuthorizerId'),
    ],
  ])('on a protected method that was %s afterwards', (_, change) => {
    const { app, orders } = withOrders((tokens, method) => tokens.protect(method));
    change(orders.node.defaultChild as CfnMethod);
    expect(() => app.synth()).toThrow('GET /orders is protected no more');
  });

  test('on a route table over 3,000 bytes', () => {
    const { app, service } = serviceStack();
    const scopes = Array.from({ length: 30 }, (_, n) => `${'s'.repeat(100)}${n}`);
    service.protect(route(service.api, '/orders'), { scopes });
    expect(() => app.synth()).toThrow(
      /the route table must not exceed 3000 bytes; received 3\d\d\d: guard fewer or shorter routes/,
    );
  });

  test('on an answer of the authorizer that the gateway could refuse', () => {
    const { app, service } = serviceStack();
    for (let n = 0; n < 12; n += 1) {
      service.protect(route(service.api, `/route${n}`, 'ANY'), { scopes: [`scope${n}`] });
    }
    expect(() => app.synth()).toThrow(
      /the authorizer's longest answer must not exceed 7500 bytes; received \d+/,
    );
  });
});

describe('somebody’s existing API', () => {
  test('gets an authorizer in its own stack, which depends on the service’s and not vice versa', () => {
    const { app, tokens, service, shop, api } = besideAnApi();
    service.protect(route(api, '/orders'), { scopes: ['orders:read'] });
    app.synth();
    expect(shop.dependencies).toEqual([tokens]);
    expect(tokens.dependencies).toEqual([]);
    const template = Template.fromStack(shop);
    template.resourceCountIs('AWS::ApiGateway::Authorizer', 1);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({ ROUTES: '[["GET","/orders",["orders:read"]]]' }),
      },
    });
    expect(JSON.stringify(Template.fromStack(tokens).toJSON())).not.toContain('"/orders"');
  });

  test('has one authorizer, however often it is asked for', () => {
    const { service, api, shop } = besideAnApi();
    expect(service.authorizerFor(api)).toBe(service.authorizerFor(api));
    expect(service.authorizerFor(service.api)).toBe(service.authorizer);
    service.declarePublic(route(api, '/health'));
    Template.fromStack(shop).resourceCountIs('AWS::ApiGateway::Authorizer', 1);
  });

  test('must declare its open methods, and may guard others by other means', () => {
    const { app, service, api } = besideAnApi();
    service.protect(route(api, '/orders'));
    api.root.addMethod('GET', new MockIntegration(), { authorizationType: AuthorizationType.IAM });
    expect(() => app.synth()).not.toThrow();
    route(api, '/forgotten');
    expect(() => app.synth({ force: true })).toThrow('GET /forgotten is neither protected nor');
  });

  test('makes a new deployment when a route becomes protected', () => {
    const deployments = [true, false].map((isProtected) => {
      const { service, api, shop } = besideAnApi();
      const orders = route(api, '/orders');
      if (isProtected) service.protect(orders);
      else service.declarePublic(orders);
      return deploymentOf(shop);
    });
    expect(deployments[0]).not.toBe(deployments[1]);
  });

  test('must be made in this app', () => {
    const { service, shop } = besideAnApi();
    const imported = RestApi.fromRestApiAttributes(shop, 'Imported', {
      restApiId: 'abc',
      rootResourceId: 'def',
    });
    const method = imported.root.addMethod('GET', new MockIntegration());
    expect(() => service.protect(method)).toThrow('must be a method of a RestApi made in this app');
  });
});

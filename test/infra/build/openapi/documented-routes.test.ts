import { ADMIN_ROUTES } from '../../../../functions/admin/admin-routes.ts';
import { buildDocument } from '../../../../infra/build/openapi/build-document.ts';
import { operationsOf } from '../../../../infra/build/openapi/operations.ts';
import { covers } from '../../../../infra/aws/constructs/docs-function.ts';
import { resourceOf, serviceStack } from '../../aws/service-template.ts';

/** Pages for people, and what they load. */
const PAGES = ['GET /docs', 'GET /docs/{asset}'];

const operations = operationsOf({ passwordGrant: true });
const documented = operations.map(({ route }) => route);

const routesOf = (props: Parameters<typeof serviceStack>[0]): readonly string[] =>
  serviceStack(props)
    .service.api.methods.filter(({ httpMethod }) => httpMethod !== 'OPTIONS')
    .map(({ httpMethod, resource }) => `${httpMethod} ${resource.path}`);

const isDocumented = (route: string) => documented.some((one) => covers(route, one));

test('every route that a service can have is documented, but the page itself', () => {
  const routes = routesOf({ selfRegistration: true });
  expect(routes.filter((route) => !isDocumented(route))).toEqual(PAGES);
});

test('of the admin API, what the function tells apart is documented, and nothing else', () => {
  const routes = Object.entries(ADMIN_ROUTES).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  const administrative = documented.filter((route) => route.includes(' /admin/'));
  expect(administrative.toSorted()).toEqual(routes.toSorted());
});

test('nothing is documented that no service has, but the demonstration of the stack', () => {
  const routes = routesOf({ selfRegistration: true });
  const isThere = (route: string) => routes.some((one) => covers(one, route));
  expect(documented.filter((route) => !isThere(route))).toEqual(['GET /users/me/items']);
});

test('a document asks of each route what its authorizer asks', () => {
  const { service } = serviceStack({ selfRegistration: true });
  const { Variables } = resourceOf(service.authorizerFunction).Properties['Environment'] as {
    Variables: { ROUTES: string };
  };
  const routes = JSON.parse(Variables.ROUTES) as [string, string, string[]][];
  const scopesOf = (documentedRoute: string) =>
    routes.find(([method, path]) => covers(`${method} ${path}`, documentedRoute))?.[2] ?? null;
  for (const { route, scopes } of operations) {
    if (route === 'GET /users/me/items') continue;
    expect([route, scopes]).toEqual([route, scopesOf(route)]);
  }
});

test('operation ids are names, each of one operation', () => {
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z][A-Za-z]+$/.test(id))).toEqual([]);
});

test('the same sources make the same document', () => {
  const options = { version: '1.2.3', passwordGrant: true };
  expect(buildDocument(options)).toEqual(buildDocument(options));
});

test('without the password grant nothing speaks of passwords at the token endpoint', () => {
  const document = buildDocument({ version: '1.2.3', passwordGrant: false }) as {
    paths: Record<string, unknown>;
    components: { schemas: object; securitySchemes: object };
  };
  expect(JSON.stringify(document.paths['/token'])).not.toContain('password');
  expect(Object.keys(document.components.schemas)).not.toContain('TokenRequest');
  expect(document.components.securitySchemes).toEqual({
    OAuth2PasswordBearer: expect.objectContaining({ type: 'http', scheme: 'bearer' }) as unknown,
  });
});

test.each([true, false])(
  'every reference leads somewhere, and every parameter of a path is described (passwords: %s)',
  (passwordGrant) => {
    const document = buildDocument({ version: '1.2.3', passwordGrant }) as {
      paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>;
    };
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g);
    for (const [, path = ''] of references) {
      const target = path
        .split('/')
        .reduce<unknown>((within, name) => (within as Record<string, unknown>)[name], document);
      expect([path, typeof target]).toEqual([path, 'object']);
    }
    for (const [path, methods] of Object.entries(document.paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters = [] } of Object.values(methods)) {
        const described = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
        expect([path, described]).toEqual([path, named]);
      }
    }
  },
);

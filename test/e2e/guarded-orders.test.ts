import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { MockIntegration, type IResource, type Method } from 'aws-cdk-lib/aws-apigateway';
import { AuthServiceStack } from '../../infra/aws/auth-service-stack.ts';
import { startLocalEdition, type LocalEdition } from '../../infra/local/start-local-edition.ts';
import { getWith, logIn, send } from './oauth-requests.ts';
import { logInAs, putUser } from './service-users.ts';
import '../infra/local/long-timeout.ts';

/** A route that says nothing but 200: what matters here is who gets that far. */
const addRoute = (resource: IResource, method: string): Method =>
  resource.addMethod(
    method,
    new MockIntegration({
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
      integrationResponses: [{ statusCode: '200' }],
    }),
    { methodResponses: [{ statusCode: '200' }] },
  );

/** Somebody's app: the service, and an API of orders behind two scopes. */
function synthesizeOrders(outdir: string): string {
  process.env['CDK_VALIDATION'] = 'false';
  const app = new App({ outdir, analyticsReporting: false });
  const { service } = new AuthServiceStack(app, 'Orders');
  const orders = service.api.root.addResource('orders');
  service.protect(addRoute(orders, 'GET'), { scopes: ['orders:read'] });
  service.protect(addRoute(orders, 'POST'), { scopes: ['orders:write'] });
  service.protect(addRoute(orders.addResource('{id}'), 'GET'), { scopes: ['orders:read'] });
  const lines = orders.addResource('mine');
  service.protect(addRoute(lines, 'GET'));
  return app.synth().directory;
}

describe('an API of orders, guarded by route', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-orders-'));
  let service: LocalEdition;
  let johns: string;
  let readers: string;
  let writers: string;

  beforeAll(async () => {
    service = await startLocalEdition({
      assemblyDirectory: synthesizeOrders(join(folder, 'assembly')),
      dataDirectory: join(folder, 'data'),
      port: 0,
    });
    await putUser(service, { username: 'rita', scopes: ['orders:read'] });
    await putUser(service, { username: 'walt', scopes: ['orders:read', 'orders:write'] });
    johns = (await logIn(service.url)).access_token;
    readers = (await logInAs(service, 'rita')).access_token;
    writers = (await logInAs(service, 'walt')).access_token;
  });
  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const statusOf = async (path: string, token: string, method = 'GET'): Promise<number> =>
    (
      await send(`${service.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      })
    ).status;

  it('caches what the authorizer says, so that the order of requests could matter', async () => {
    for (const path of ['/users/me/items', '/orders', '/users/me/items', '/orders/mine']) {
      const allowed = path !== '/orders';
      expect([path, await statusOf(path, johns)]).toEqual([path, allowed ? 200 : 403]);
    }
  });

  it.each(['/orders', '/orders/', '/orders/42', '/orders/42/', '/orders/%34%32'])(
    'refuses a token without the scope at %s and lets the right one through',
    async (path) => {
      expect(await statusOf(path, johns)).toBe(403);
      expect(await statusOf(path, readers)).toBe(200);
      expect(await statusOf(path, johns)).toBe(403);
    },
  );

  it('tells the methods of one path apart', async () => {
    const statuses = [
      await statusOf('/orders', readers, 'POST'),
      await statusOf('/orders', writers, 'POST'),
      await statusOf('/orders', readers),
    ];
    expect(statuses).toEqual([403, 200, 200]);
  });

  it('keeps a narrowed token within what it asked for', async () => {
    const narrowed = await logInAs(service, 'walt', { scope: 'orders:read' });
    expect(await statusOf('/orders', narrowed.access_token)).toBe(200);
    expect(await statusOf('/orders', narrowed.access_token, 'POST')).toBe(403);
  });

  it('says 403 with insufficient_scope and 401 without a token', async () => {
    const refused = await getWith(`${service.url}/orders`, johns);
    expect(refused.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    const anonymous = await getWith(`${service.url}/orders`);
    expect(anonymous.status).toBe(401);
    expect(anonymous.headers.get('www-authenticate')).toMatch(/^Bearer realm="/);
  });

  it('has no other route that a token could reach', async () => {
    expect(await statusOf('/orders/42/lines', writers)).toBe(404);
    expect(await statusOf('/order', writers)).toBe(404);
    expect(await statusOf('/orders', writers, 'DELETE')).toBe(404);
  });
});

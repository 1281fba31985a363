import { type Method, MockIntegration } from 'aws-cdk-lib/aws-apigateway';
import { nearestName } from '../../../infra/aws/constructs/known-names.ts';
import type { ProtectOptions } from '../../../infra/aws/constructs/protected-routes.ts';
import type { TokenService } from '../../../infra/aws/constructs/token-service.ts';
import { serviceStack } from './service-template.ts';

const addOrders = ({ api }: TokenService): Method =>
  api.root.addResource('orders').addMethod('GET', new MockIntegration());

test.each<[ProtectOptions, string]>([
  [
    { scopes: ['order:read'] },
    "scopes of GET /orders must be among scopesSupported of the TokenService; received 'order:read' (did you mean 'orders:read'?)",
  ],
  [
    { scopes: ['orders:read', 'invoices'] },
    "received 'invoices' (known: orders:read orders:write)",
  ],
  [
    { roles: ['manger'] },
    "roles of GET /orders must be among roles of the TokenService; received 'manger' (did you mean 'manager'?)",
  ],
])('refuses what the service was not told of: %j', (options, message) => {
  const { service } = serviceStack({
    scopesSupported: ['orders:read'],
    roles: { manager: ['orders:write'] },
  });
  expect(() => service.protect(addOrders(service), options)).toThrow(message);
});

test('takes what the service was told of, and its own scopes, wherever it was told', () => {
  const { service } = serviceStack({
    scopesSupported: ['orders:read'],
    roles: { manager: ['orders:write'] },
  });
  const scopes = ['orders:read', 'orders:write', 'users:admin'];
  const orders = addOrders(service);
  expect(() => service.protect(orders, { scopes, roles: ['manager'] })).not.toThrow();
});

test('takes any scope and role where the service was told of none', () => {
  const { service } = serviceStack();
  const options = { scopes: ['whatever'], roles: ['whoever'] };
  expect(() => service.protect(addOrders(service), options)).not.toThrow();
});

test.each([
  ['orders:raed', 'orders:read'],
  ['order:read', 'orders:read'],
  ['Orders:write', 'orders:write'],
  ['a', null],
  ['customers', null],
])('the nearest name to %s is %s', (name, nearest) => {
  expect(nearestName(name, ['orders:read', 'orders:write', 'invoices'])).toBe(nearest);
});

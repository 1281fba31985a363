import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestIssuer } from 'latchkey/testing';
import { cancel, list } from './orders.ts';

const issuer = await createTestIssuer();
const ada = { username: 'ada', scopes: ['orders:read', 'orders:write'], roles: ['manager'] };

test('a reader gets the orders', async () => {
  const answer = await list(await issuer.event({ path: '/orders' }, ada), {});
  assert.equal(answer.statusCode, 200);
  assert.equal(JSON.parse(answer.body).for, 'ada');
});

test('nobody gets them without a token, or without the scope', async () => {
  const open = await issuer.event({ path: '/orders' }, null);
  assert.equal((await list(open, {})).statusCode, 401);
  const lacking = await issuer.event({ path: '/orders' }, { username: 'nora' });
  assert.equal((await list(lacking, {})).statusCode, 403);
});

test('a manager cancels', async () => {
  const request = {
    method: 'DELETE',
    path: '/orders/1',
    resource: '/orders/{id}',
    pathParameters: { id: '1' },
  };
  assert.equal((await cancel(await issuer.event(request, ada), {})).statusCode, 200);
  const clerk = { ...ada, roles: ['clerk'] };
  assert.equal((await cancel(await issuer.event(request, clerk), {})).statusCode, 403);
});

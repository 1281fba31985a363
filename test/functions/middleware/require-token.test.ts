import createStack from '@middy/core';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { Authorized, Refusal } from '../../../functions/middleware/authorized-event.ts';
import { createGuards, type Guards } from '../../../functions/middleware/require-token.ts';
import { gatewayEvent } from '../../fakes/gateway-events.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const AUTHORIZER = {
  principalId: 'user:1',
  sub: 'user:1',
  username: 'ada',
  clientId: 'default',
  scope: 'orders:read profile',
  roles: 'clerk manager',
  sid: 'session-1',
  exp: String(NOW / 1000 + 60),
};

const guards = createGuards(() => NOW);
const eventWith = (authorizer?: Readonly<Record<string, unknown>>): APIGatewayProxyEvent =>
  gatewayEvent(authorizer === undefined ? {} : { authorizer }) as APIGatewayProxyEvent;
const context = {} as Context;

type Answer = { readonly statusCode: number; readonly body: string };
const tellCaller = async (event: Authorized<APIGatewayProxyEvent>): Promise<Answer> => ({
  statusCode: 200,
  body: JSON.stringify(event.auth),
});

/** The two ways to put a guard before a handler. */
const WAYS: readonly (readonly [
  string,
  (
    guard: ReturnType<Guards['requireScopes']>,
  ) => (event: APIGatewayProxyEvent, context: Context) => Promise<Answer | Refusal>,
])[] = [
  ['around a handler', (guard) => guard(tellCaller)],
  [
    'in middy',
    (guard) => {
      const stack = createStack(tellCaller).use(guard);
      return (event, lambda) => stack(event as Authorized<APIGatewayProxyEvent>, lambda);
    },
  ],
];

describe.each(WAYS)('a guard %s', (_way, guarded) => {
  const call = (guard: ReturnType<Guards['requireScopes']>, authorizer?: object) =>
    guarded(guard)(eventWith(authorizer && { ...authorizer }), context);

  it('hands on who calls', async () => {
    const answer = await call(guards.requireScopes('orders:read'), AUTHORIZER);
    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({
      subject: 'user:1',
      username: 'ada',
      scopes: ['orders:read', 'profile'],
      roles: ['clerk', 'manager'],
      clientId: 'default',
      sessionId: 'session-1',
      expiresAt: NOW + 60_000,
    });
  });

  it('lets a machine through, which has neither name nor session', async () => {
    const { username: _username, sid: _sid, ...machine } = AUTHORIZER;
    const answer = await call(guards.requireScopes(), {
      ...machine,
      sub: 'client:billing',
      roles: '',
    });
    expect(JSON.parse(answer.body)).toMatchObject({ username: null, sessionId: null, roles: [] });
  });

  it.each<[string, object | undefined]>([
    ['without the authorizer’s context', undefined],
    ['with an empty context', {}],
    ['with a context of another authorizer', { principalId: 'user:1', claims: { sub: 'user:1' } }],
    ['without exp', { ...AUTHORIZER, exp: undefined }],
    ['with an exp that is none', { ...AUTHORIZER, exp: 'never' }],
  ])('answers 401 %s', async (_what, authorizer) => {
    const answer = (await call(guards.requireScopes(), authorizer)) as Refusal;
    expect(answer.statusCode).toBe(401);
    expect(answer.headers).toMatchObject({
      'Content-Type': 'application/problem+json',
      'WWW-Authenticate': 'Bearer realm="latchkey"',
    });
    expect(JSON.parse(answer.body)).toMatchObject({ status: 401, title: 'Unauthorized' });
  });

  it('answers 401 once the token has expired, whatever the gateway has cached', async () => {
    const expired = { ...AUTHORIZER, exp: String(NOW / 1000) };
    const answer = (await call(guards.requireScopes(), expired)) as Refusal;
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['WWW-Authenticate']).toContain('error="invalid_token"');
  });

  it('answers 403 without all of the scopes, and names them', async () => {
    const guard = guards.requireScopes('orders:read', 'orders:write');
    const answer = (await call(guard, AUTHORIZER)) as Refusal;
    expect(answer.statusCode).toBe(403);
    expect(answer.headers['WWW-Authenticate']).toBe(
      'Bearer realm="latchkey", error="insufficient_scope", scope="orders:read orders:write"',
    );
  });

  it('takes one of the roles, and answers 403 without any', async () => {
    const one = await call(guards.requireRoles('owner', 'clerk'), AUTHORIZER);
    expect(one.statusCode).toBe(200);
    const none = (await call(guards.requireRoles('owner', 'cler'), AUTHORIZER)) as Refusal;
    expect(none.statusCode).toBe(403);
    expect(none.headers['WWW-Authenticate']).toContain('error="insufficient_scope"');
    expect((await call(guards.requireRoles('owner'), { exp: AUTHORIZER.exp })).statusCode).toBe(
      401,
    );
  });
});

it('asks for scopes and roles together when one guard is around the other', async () => {
  const both = guards.requireScopes('orders:read')(guards.requireRoles('owner')(tellCaller));
  expect((await both(eventWith(AUTHORIZER), context)).statusCode).toBe(403);
  expect((await both(eventWith({ ...AUTHORIZER, roles: 'owner' }), context)).statusCode).toBe(200);
});

it('leaves the handler’s own errors alone', async () => {
  const broken = guards.requireScopes()(() => Promise.reject(new Error('my own')));
  await expect(broken(eventWith(AUTHORIZER), context)).rejects.toThrow('my own');
});

it.each<[string, () => unknown]>([
  ['a scope is one word', () => guards.requireScopes('orders:read orders:write')],
  ['a scope is one word', () => guards.requireScopes('')],
  ['a role is one word', () => guards.requireRoles('clerk,manager')],
  ['requireRoles needs at least one role', () => guards.requireRoles()],
])('refuses a slip when the function loads: %s', (message, make) => {
  expect(make).toThrow(message);
});

import { FunctionBench, jsonOf } from '../../fakes/function-bench.ts';
import { gatewayEvent } from '../../fakes/gateway-events.ts';
import { aUser, START } from '../../fakes/session-samples.ts';

const CONTEXT = {
  sub: aUser().userId,
  username: 'johndoe',
  scope: 'items:read items:write',
  roles: 'reader',
  clientId: 'web',
  sid: 'k3JwPs8nR1uVbQz0aYxC7w',
  exp: String(START / 1000 + 900),
  principalId: aUser().userId,
};

describe('the routes under /users/me', () => {
  let bench: FunctionBench;

  beforeEach(() => {
    bench = new FunctionBench();
  });

  const get = async (resource: string, changes: Record<string, unknown> | null = {}) => {
    const authorizer = changes === null ? {} : { authorizer: { ...CONTEXT, ...changes } };
    const answer = await bench.usersRoutes(
      gatewayEvent({ method: 'GET', resource, ...authorizer }),
    );
    return { ...answer, json: jsonOf(answer) };
  };

  it('shows the profile', async () => {
    const answer = await get('/users/me');
    expect(answer.statusCode).toBe(200);
    expect(answer.json).toEqual({
      username: 'johndoe',
      email: 'johndoe@example.com',
      full_name: 'John Doe',
      disabled: false,
      scopes: ['items:read', 'items:write'],
      roles: ['reader'],
    });
    expect(answer.headers).toMatchObject({
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
    });
    expect(answer.body).not.toContain('argon2');
  });

  it("shows the items, in the shape of FastAPI's tutorial", async () => {
    expect((await get('/users/me/items')).json).toEqual([{ item_id: 'Foo', owner: 'johndoe' }]);
  });

  it('takes exp as a number too', async () => {
    expect((await get('/users/me', { exp: START / 1000 + 900 })).statusCode).toBe(200);
  });

  it.each([
    ['without the authorizer', null],
    ['without a subject', { sub: undefined }],
    ['without a client', { clientId: '' }],
    ['without exp', { exp: undefined }],
    ['with an exp that is no time', { exp: 'never' }],
    ['with an exp that is empty', { exp: '' }],
  ])('refuses %s as it refuses someone without a token', async (_, changes) => {
    const answer = await get('/users/me', changes);
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['WWW-Authenticate']).toBe('Bearer realm="latchkey"');
  });

  it.each([
    ['past its exp', { exp: String(START / 1000) }],
    ['of a deleted user', { username: 'jane' }],
    ['of another user of the same name', { sub: 'user:00000000-0000-4000-8000-000000000000' }],
  ])('refuses a token %s as invalid', async (_, changes) => {
    const answer = await get('/users/me', changes);
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['WWW-Authenticate']).toBe(
      'Bearer realm="latchkey", error="invalid_token"',
    );
    expect(answer.headers['Content-Type']).toBe('application/problem+json');
    expect(answer.json).toMatchObject({ type: 'about:blank', status: 401 });
  });

  it('refuses a user who was disabled meanwhile', async () => {
    bench.users.put(aUser({ disabled: true }));
    expect((await get('/users/me')).statusCode).toBe(401);
  });

  it.each([['items:write'], ['items:readx'], [''], [undefined]])(
    'refuses the items to the scope %p, and names the one that is needed',
    async (scope) => {
      const answer = await get('/users/me/items', { scope });
      expect(answer.statusCode).toBe(403);
      expect(answer.headers['WWW-Authenticate']).toBe(
        'Bearer realm="latchkey", error="insufficient_scope", scope="items:read"',
      );
    },
  );

  it('refuses a token that speaks for no user', async () => {
    expect((await get('/users/me', { sub: 'client:job', username: undefined })).statusCode).toBe(
      403,
    );
  });

  it.each(['/users', '/users/{username}', 'toString', '__proto__'])(
    'knows no route %s',
    async (resource) => {
      expect((await get(resource)).statusCode).toBe(404);
    },
  );

  it('asks for another try when the table fails, says no more, and logs why', async () => {
    bench.users.find = () => Promise.reject(new Error('AccessDeniedException'));
    const answer = await get('/users/me');
    expect([answer.statusCode, answer.headers['Retry-After']]).toEqual([503, '1']);
    expect(answer.json).toMatchObject({ title: 'Service Unavailable' });
    expect(answer.body).not.toContain('AccessDenied');
    expect(bench.lines.join('')).toContain('AccessDeniedException');
  });

  it('answers a direct invocation that no gateway would make', async () => {
    for (const event of [undefined, null, {}, { requestContext: null }, 'text'] as never[]) {
      expect((await bench.usersRoutes(event)).statusCode).toBe(404);
    }
  });
});

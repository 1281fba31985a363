import * as fc from 'fast-check';
import type { GatewayEvent, GatewayHandler } from '../../functions/http/gateway-event.ts';
import { FunctionBench } from '../fakes/function-bench.ts';
import { FORM, formPost, gatewayEvent } from '../fakes/gateway-events.ts';

/** Texts near what the endpoints know, and far from it. */
const word = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('grant_type', 'username', 'password', 'scope') },
  { weight: 3, arbitrary: fc.constantFrom('refresh_token', 'client_id', 'client_secret') },
  { weight: 2, arbitrary: fc.constantFrom('johndoe', 'web', 'items:read', '', '%', '%00', '+') },
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ maxLength: 200 }),
);
const formBody = fc
  .array(fc.tuple(word, word), { maxLength: 8 })
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'));
const encodedForm = fc
  .array(fc.tuple(word, word), { maxLength: 8 })
  .map((pairs) => new URLSearchParams(pairs).toString());
const jsonBody = fc.oneof(
  fc.json(),
  fc.dictionary(word, fc.jsonValue()).map((value) => JSON.stringify(value)),
);
const body = fc.oneof(formBody, encodedForm, jsonBody, word, fc.constant(null));
const headerValue = fc.oneof(
  fc.constantFrom(FORM, 'application/json', 'text/plain', 'gzip', 'Basic Og==', 'Bearer x'),
  fc.base64String({ maxLength: 60 }).map((text) => `Basic ${text}`),
  word,
);
const headers = fc.dictionary(
  fc.constantFrom(
    'Content-Type',
    'content-type',
    'Authorization',
    'Content-Encoding',
    'Origin',
    '__proto__',
  ),
  fc.oneof(headerValue, fc.array(headerValue, { minLength: 1, maxLength: 3 })),
  { maxKeys: 4 },
);
const authorizer = fc.dictionary(
  fc.constantFrom('sub', 'username', 'scope', 'roles', 'clientId', 'sid', 'exp'),
  fc.oneof(word, fc.constantFrom('9999999999', 'items:read', 'johndoe'), fc.jsonValue()),
);
const request: fc.Arbitrary<GatewayEvent> = fc
  .record({
    body,
    headers,
    base64: fc.boolean(),
    json: fc.boolean(),
    keep: fc.boolean(),
    method: fc.constantFrom('GET', 'POST'),
    resource: fc.constantFrom('/users/me', '/users/me/items'),
    authorizer,
  })
  .map(({ body: text, headers: given, json, keep, ...rest }) =>
    gatewayEvent({
      ...rest,
      body: text,
      headers: keep ? { 'content-type': json ? 'application/json' : FORM, ...given } : given,
    }),
  );

/** Events that no gateway makes, as a direct invocation may. */
const anyEvent = fc.oneof(
  fc.anything(),
  fc.record(
    {
      body: fc.anything(),
      headers: fc.anything(),
      multiValueHeaders: fc.anything(),
      requestContext: fc.anything(),
      isBase64Encoded: fc.anything(),
      httpMethod: fc.anything(),
      resource: fc.anything(),
    },
    { requiredKeys: [] },
  ),
);

describe('any request at all', () => {
  const bench = new FunctionBench();
  const endpoints: readonly (readonly [string, GatewayHandler])[] = [
    ['/token', bench.login],
    ['/refresh', bench.refreshing],
    ['/users/me', bench.usersRoutes],
  ];

  beforeAll(() => bench.enrol());

  it.each(endpoints)(
    'gets an answer under 500 from %s',
    async (_, handler) => {
      await fc.assert(
        fc.asyncProperty(request, async (event) => {
          const answer = await handler(event);
          expect(answer.statusCode).toBeGreaterThanOrEqual(200);
          expect(answer.statusCode).toBeLessThan(500);
          expect(answer.body).not.toMatch(/node_modules|functions\/|\.ts:\d/);
          expect(() => JSON.parse(answer.body) as unknown).not.toThrow();
        }),
        { numRuns: 600 },
      );
    },
    60_000,
  );

  it.each(endpoints)(
    'that is no request is answered by %s and never thrown at',
    async (_, handler) => {
      await fc.assert(
        fc.asyncProperty(anyEvent, async (event) => {
          const answer = await handler(event as GatewayEvent);
          expect(answer.statusCode).toBeGreaterThanOrEqual(400);
        }),
        { numRuns: 400 },
      );
    },
    60_000,
  );

  it('is never answered with more than the codes of RFC 6749 §5.2', async () => {
    await fc.assert(
      fc.asyncProperty(encodedForm, async (text) => {
        const answer = await bench.login(formPost(text));
        const { error, error_description: description } = JSON.parse(answer.body) as Record<
          string,
          string
        >;
        expect(error).toMatch(
          /^(invalid_(request|client|grant|scope)|unauthorized_client|unsupported_grant_type)$/,
        );
        expect(description).toMatch(/^[\x20\x21\x23-\x5B\x5D-\x7E]+$/);
      }),
      { numRuns: 400 },
    );
  }, 60_000);
});

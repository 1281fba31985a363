import * as fc from 'fast-check';
import type { GatewayEvent } from '../../functions/http/gateway-event.ts';
import { FORM, gatewayEvent } from './gateway-events.ts';

/** Texts near what the endpoints know, and far from it. */
const word = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('grant_type', 'username', 'password', 'scope') },
  { weight: 3, arbitrary: fc.constantFrom('refresh_token', 'client_id', 'client_secret', 'token') },
  { weight: 2, arbitrary: fc.constantFrom('johndoe', 'web', 'items:read', '', '%', '%00', '+') },
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ maxLength: 200 }),
);
const formBody = fc
  .array(fc.tuple(word, word), { maxLength: 8 })
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'));
/** A well-formed form of parameters that may mean nothing. */
export const encodedForm = fc
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
  fc.oneof(
    word,
    fc.constantFrom('9999999999', 'items:read', 'tokens:introspect', 'johndoe'),
    fc.jsonValue(),
  ),
);
/** What a gateway may pass on, whatever its client sends. */
export const arbitraryRequest: fc.Arbitrary<GatewayEvent> = fc
  .record({
    body,
    headers,
    base64: fc.boolean(),
    json: fc.boolean(),
    keep: fc.boolean(),
    method: fc.constantFrom('GET', 'POST', 'DELETE'),
    resource: fc.constantFrom(
      '/users/me',
      '/users/me/items',
      '/users/me/sessions',
      '/users/me/sessions/{id}',
    ),
    pathParameters: fc.dictionary(fc.constantFrom('id', '__proto__'), word),
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
export const arbitraryEvent = fc.oneof(
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

import * as z from 'zod';
import { createDynamoDBClient } from '../../functions/adapters/dynamodb/dynamodb-client.ts';
import { createDynamoDBClientWrites } from '../../functions/adapters/dynamodb/dynamodb-client-writes.ts';
import { createSdkCall } from '../../functions/adapters/dynamodb/sdk-call.ts';
import { hashClientSecret } from '../../functions/core/clients/client-secret.ts';
import type { RegisteredClient } from '../../functions/core/clients/client.ts';
import type {
  DocumentedAnswer,
  DocumentedExample,
  DocumentedOperation,
} from '../../infra/build/openapi/operation.ts';
import {
  ADMINISTRATOR,
  MACHINE,
  MORE_POWERFUL,
  NEWCOMER,
  SAMPLES,
} from '../../infra/build/openapi/samples.ts';
import { isReservedScope } from '../../functions/core/scopes.ts';
import { logIn, postForm, send, type Answer, type Tokens } from './oauth-requests.ts';
import type { RunningService } from './running-service.ts';
import { logInAs, putUser } from './service-users.ts';

/** Who sends the examples: the tutorial's user, one with no scopes, and one who may do everything. */
export async function prepareCallers(service: RunningService): Promise<void> {
  await putUser(service, { username: 'bare', scopes: [] });
  await putUser(service, {
    username: ADMINISTRATOR,
    scopes: ['items:read', 'tokens:introspect', 'users:admin'],
  });
  await putUser(service, { username: MORE_POWERFUL, scopes: ['users:admin', 'users:owner'] });
  const { dynamoDbUrl: endpoint, administrator: credentials } = service.aws;
  const client = createDynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  const table = service.outputs['UsersTableName'] ?? '';
  await createDynamoDBClientWrites(createSdkCall(client), table).create(machine());
  client.destroy();
}

const machine = (): RegisteredClient => ({
  clientId: MACHINE.client_id,
  type: 'confidential',
  refreshTokenPolicy: 'recover',
  reservedScopes: [],
  registration: {
    name: null,
    secretHash: hashClientSecret(MACHINE.client_id, MACHINE.client_secret),
    previousSecret: null,
    grants: ['client_credentials'],
    scopes: ['items:read'],
    disabled: false,
    tokensValidFrom: 0,
    createdAt: 0,
    updatedAt: 0,
  },
});

/** Sends an example as the document has it, with real tokens in the place of the samples. */
export async function sendExample(
  service: RunningService,
  operation: DocumentedOperation,
  example: Pick<DocumentedExample, 'body' | 'path' | 'query' | 'caller'>,
  mediaType = Object.keys(operation.request ?? {})[0],
): Promise<Answer> {
  const tokens = await tokensOf(service, operation, example);
  const isAboutNewcomer = example.path?.['username'] === NEWCOMER.username;
  const session = sessionOf(isAboutNewcomer ? await newcomer(service) : tokens);
  const real = (text: string): string =>
    text
      .replaceAll(SAMPLES.accessToken, tokens.access_token)
      .replaceAll(SAMPLES.refreshToken, tokens.refresh_token)
      .replaceAll(SAMPLES.sessionId, session);
  const [method = '', route = ''] = operation.route.split(' ');
  const path = Object.entries(example.path ?? {}).reduce(
    (filled, [name, value]) => filled.replace(`{${name}}`, encodeURIComponent(value)),
    route,
  );
  const anonymous = operation.scopes === null || example.caller === 'nobody';
  const query =
    example.query === undefined ? '' : `?${new URLSearchParams(example.query).toString()}`;
  return send(`${service.url}${real(path)}${query}`, {
    method,
    headers: {
      ...(!anonymous && { authorization: `Bearer ${tokens.access_token}` }),
      ...(mediaType !== undefined && { 'content-type': mediaType }),
    },
    ...(mediaType !== undefined && { body: real(encode(example.body ?? {}, mediaType)) }),
  });
}

const encode = (body: Readonly<Record<string, unknown>>, mediaType: string): string =>
  mediaType === 'application/json'
    ? JSON.stringify(body)
    : new URLSearchParams(body as Record<string, string>).toString();

async function tokensOf(
  service: RunningService,
  { scopes }: DocumentedOperation,
  { caller }: Pick<DocumentedExample, 'caller'>,
): Promise<Tokens> {
  if (caller === 'somebody without scopes') return logInAs(service, 'bare');
  if (caller === 'a machine') {
    const form = { grant_type: 'client_credentials', ...MACHINE };
    const { json } = await postForm(`${service.url}/token`, form);
    return { refresh_token: '', ...json } as unknown as Tokens;
  }
  if (caller === 'a newcomer') return newcomer(service);
  const reserved = (scopes ?? []).filter(isReservedScope);
  return reserved.length === 0
    ? logIn(service.url)
    : logInAs(service, ADMINISTRATOR, { client_id: 'console', scope: reserved.join(' ') });
}

/** Makes him as he was, whatever became of him. */
async function newcomer(service: RunningService): Promise<Tokens> {
  await putUser(service, { username: NEWCOMER.username });
  return logInAs(service, NEWCOMER.username);
}

const sessionOf = ({ access_token: token }: Tokens): string => {
  const [, payload = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sid?: string };
  return claims.sid ?? '';
};

/**
 * Checks an answer against what is documented for its status: the media type, every member, and none
 * besides.
 *
 * @returns what is wrong; usually nothing
 */
export function problemOf(documented: DocumentedAnswer | undefined, answer: Answer): string | null {
  if (documented === undefined) return `status ${answer.status} is not documented`;
  const types = Object.keys(documented.content);
  if (types.length === 0) return answer.text === '' ? null : 'there is a body';
  const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
  const schema = documented.content[type as keyof DocumentedAnswer['content']];
  if (schema === undefined) return `${type} is not documented`;
  const received = JSON.parse(answer.text) as unknown;
  const result = z.core.safeParse(schema, received);
  if (!result.success) return z.core.prettifyError(result.error);
  // Parsing drops what the schema doesn't know.
  return sorted(result.data) === sorted(received) ? null : `more than documented: ${answer.text}`;
}

/** JSON that doesn't depend on the order of members. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );

/** @returns the media types that a request can have; nothing is one of them where it has no body */
export const mediaTypesOf = ({ request }: DocumentedOperation): readonly (string | undefined)[] =>
  request === undefined ? [undefined] : Object.keys(request);

/** @returns what an example shows: a refusal word for word; of a good answer, which varies, the shape */
export const comparable = (status: number, body: unknown): object => ({
  status,
  body: status >= 400 ? body : shapeOf(body),
});

const shapeOf = (value: unknown): unknown => {
  // An example may show an empty list of what an answer has some of.
  if (Array.isArray(value)) return value.length === 0 ? {} : { each: shapeOf(value[0]) };
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shapeOf(one)]));
};

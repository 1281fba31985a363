import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { prepareAssembly } from '../../../infra/local/assembly/prepare-assembly.ts';
import type { LocalServer } from '../../../infra/local/listen-locally.ts';
import { startLocalEdition, type LocalEdition } from '../../../infra/local/start-local-edition.ts';
import { obtainEventTokens } from '../../../infra/sam/obtain-event-tokens.ts';
import { openEndpoint } from '../../../infra/sam/open-endpoint.ts';
import { readSamStack } from '../../../infra/sam/read-sam-functions.ts';
import { samTemplate } from '../../../infra/sam/sam-template.ts';
import { tokenEvents } from '../../../infra/sam/token-events.ts';

/** The part of the derived template that SAM runs a function from. */
interface SamFunction {
  readonly Properties: {
    readonly Code: string;
    readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
  };
}

interface Result {
  readonly value?: Record<string, unknown>;
  readonly error?: string;
}

const root = join(import.meta.dirname, '../../..');
const data = mkdtempSync(join(tmpdir(), 'latchkey-sam-'));
const answers: string[] = [];
let assembly: string;
let edition: LocalEdition;
let endpoints: readonly LocalServer[];
let functions: Readonly<Record<string, SamFunction>>;
let madeEvents: Readonly<Record<string, Readonly<Record<string, unknown>>>>;

beforeAll(async () => {
  assembly = await prepareAssembly({ root });
  edition = await startLocalEdition({ assemblyDirectory: assembly, port: 0, dataDirectory: data });
  const { dynamoDbUrl, secretsManagerUrl, administrator: key } = edition.aws;
  const open = (service: 'dynamodb' | 'secretsmanager', target: string) =>
    openEndpoint({ service, target, key, port: 0, onAnswer: (body) => answers.push(body) });
  endpoints = await Promise.all([
    open('dynamodb', dynamoDbUrl),
    open('secretsmanager', secretsManagerUrl),
  ]);
  const stack = readSamStack(assembly, edition.url);
  const derived = samTemplate(stack.template, stack.functions, process.arch);
  functions = derived['Resources'] as unknown as Record<string, SamFunction>;
  const tokens = await obtainEventTokens({
    apiUrl: edition.url,
    readSigningKeys: () => readSecret(edition.outputs['SigningKeysSecretArn'] ?? ''),
  });
  madeEvents = tokenEvents(tokens, Date.now());
}, 120_000);

afterAll(async () => {
  await Promise.all([edition.stop(), ...endpoints.map((endpoint) => endpoint.stop())]);
  rmSync(data, { recursive: true, force: true });
});

const secretsUrl = () => `http://127.0.0.1:${endpoints[1]?.port}`;

async function readSecret(secretId: string): Promise<string> {
  const answer = await fetch(secretsUrl(), {
    method: 'POST',
    headers: { 'X-Amz-Target': 'secretsmanager.GetSecretValue' },
    body: JSON.stringify({ SecretId: secretId }),
  });
  return ((await answer.json()) as { SecretString: string }).SecretString;
}

const keptEvent = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(root, 'test/events', file), 'utf8')) as Record<string, unknown>;

const PROGRAM = `
  const { handler } = require('./index.js');
  const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 30000 };
  handler(JSON.parse(process.env.EVENT), context)
    .then((value) => ({ value }), (error) => ({ error: error.message }))
    .then((result) => process.stdout.write('RESULT' + JSON.stringify(result), () => process.exit()));
`;

/** As SAM does: the function's bundle in a process of its own, with the variables of the template. */
async function invoke(logicalId: string, event: unknown): Promise<Result> {
  const { Properties } = functions[logicalId] as SamFunction;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', PROGRAM], {
    cwd: join(assembly, Properties.Code),
    env: {
      ...Properties.Environment.Variables,
      AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${endpoints[0]?.port}`,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsUrl(),
      EVENT: JSON.stringify(event),
    },
  });
  return JSON.parse(stdout.slice(stdout.lastIndexOf('RESULT') + 6)) as Result;
}

const bodyOf = ({ value }: Result): unknown => JSON.parse(String(value?.['body']));

test('login: a password', async () => {
  const result = await invoke('LoginFunction', keptEvent('login-password.json'));
  expect(result.value).toMatchObject({ statusCode: 200 });
  expect(bodyOf(result)).toMatchObject({ token_type: 'Bearer', scope: 'items:read' });
});

test('login: a wrong password', async () => {
  const result = await invoke('LoginFunction', keptEvent('login-wrong-password.json'));
  expect(result.value).toMatchObject({ statusCode: 400 });
  expect(bodyOf(result)).toMatchObject({ error: 'invalid_grant' });
});

test.each([
  ['LoginFunction', 'login-refresh.json'],
  ['RefreshFunction', 'refresh.json'],
])('%s: %s', async (logicalId, file) => {
  const result = await invoke(logicalId, madeEvents[file]);
  expect(result.value).toMatchObject({ statusCode: 200 });
  expect(bodyOf(result)).toHaveProperty('refresh_token');
});

test('authorizer: a valid token', async () => {
  const { value } = await invoke('AuthorizerFunction', madeEvents['authorizer-valid.json']);
  expect(value).toMatchObject({ context: { username: 'johndoe', scope: 'items:read' } });
  expect(JSON.stringify(value)).toContain('abcdefghij/v1/GET/users/me/items');
});

test.each(['authorizer-expired.json', 'authorizer-tampered.json'])(
  'authorizer: %s',
  async (file) => {
    expect(await invoke('AuthorizerFunction', madeEvents[file])).toEqual({ error: 'Unauthorized' });
  },
);

test('introspect, sessions, and revoke', async () => {
  const state = await invoke('IntrospectFunction', madeEvents['introspect.json']);
  expect(bodyOf(state)).toMatchObject({ active: true, username: 'johndoe' });
  const sessions = await invoke('SessionsFunction', madeEvents['users-me-sessions.json']);
  expect(bodyOf(sessions)).toMatchObject({
    sessions: expect.arrayContaining([expect.objectContaining({ current: true })]) as unknown,
  });
  const revoked = await invoke('RevokeFunction', madeEvents['revoke.json']);
  expect(revoked.value).toMatchObject({ statusCode: 200, body: '' });
});

test('users: the profile and the items', async () => {
  const profile = await invoke('UsersFunction', madeEvents['users-me.json']);
  expect(bodyOf(profile)).toMatchObject({ username: 'johndoe' });
  const items = await invoke('UsersFunction', madeEvents['users-me-items.json']);
  expect(items.value).toMatchObject({ statusCode: 200 });
});

test.each([
  ['metadata-jwks.json', 'keys'],
  ['metadata-openid-configuration.json', 'issuer'],
  ['metadata-oauth-authorization-server.json', 'token_endpoint'],
])('metadata: %s', async (file, member) => {
  const result = await invoke('MetadataFunction', keptEvent(file));
  expect(result.value).toMatchObject({ statusCode: 200 });
  expect(bodyOf(result)).toHaveProperty(member);
});

test('keys: a custom resource is answered, and changes no key that is there', async () => {
  const arn = edition.outputs['SigningKeysSecretArn'] ?? '';
  const before = await readSecret(arn);
  const event = { ...keptEvent('keys-create.json'), ResponseURL: secretsUrl() };
  expect(await invoke('KeysFunction', event)).toEqual({});
  expect(answers.map((answer) => JSON.parse(answer) as unknown)).toEqual([
    expect.objectContaining({ Status: 'SUCCESS', LogicalResourceId: 'FirstKeys' }),
  ]);
  expect(await readSecret(arn)).toBe(before);
});

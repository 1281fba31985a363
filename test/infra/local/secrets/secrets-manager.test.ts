import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecretsManagerStore } from '../../../../functions/adapters/secrets-manager/secrets-manager-store.ts';
import { serveAwsEndpoint } from '../../../../infra/local/aws/aws-endpoint.ts';
import { newAccessKey, type AccessKey } from '../../../../infra/local/aws/principal.ts';
import { openSecretFolder } from '../../../../infra/local/secrets/secret-folder.ts';
import { createSecretsManager } from '../../../../infra/local/secrets/secrets-manager-service.ts';
import { StartError } from '../../../../infra/local/start-error.ts';
import type { SecretDefinition } from '../../../../infra/local/template/secret-definitions.ts';
import { secretStoreContract } from '../../../contracts/secret-store.contract.ts';

const ARN = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:keys-abcdef';
const VERSION = { versionId: 'v', secretString: 's', stages: ['AWSCURRENT'], createdDate: 1 };
const newFolder = (): string => mkdtempSync(join(tmpdir(), 'latchkey-secrets-'));
const cleanUp: (() => unknown)[] = [];

async function startServer(folder = newFolder(), more: Partial<SecretDefinition> = {}) {
  const definition: SecretDefinition = {
    logicalId: 'Keys',
    arn: ARN,
    name: 'keys',
    firstValue: () => null,
    rotationFunctionArn: null,
    ...more,
  };
  const manager = createSecretsManager(openSecretFolder(folder), [definition], () => Date.now());
  const key = newAccessKey();
  const principal = { key, name: 'test', arn: '', roleArn: '', statements: null };
  const server = await serveAwsEndpoint(manager, {
    findPrincipal: (id) => (id === key.accessKeyId ? principal : undefined),
    now: () => Date.now(),
    onRefusal: () => {},
  });
  const clientWith = (credentials: Omit<AccessKey, 'sessionToken'>): SecretsManagerClient =>
    new SecretsManagerClient({
      endpoint: `http://127.0.0.1:${server.port}`,
      region: 'us-east-1',
      credentials,
    });
  const client = clientWith(key);
  cleanUp.push(
    () => client.destroy(),
    () => server.stop(),
  );
  return { manager, client, clientWith, folder, key };
}

afterEach(async () => {
  for (const end of cleanUp.splice(0)) await end();
});

secretStoreContract('the local Secrets Manager', async () => {
  const { manager, client } = await startServer();
  return {
    store: createSecretsManagerStore(client, ARN),
    beginRotation: () => {
      const token = crypto.randomUUID();
      manager.announceRotation(ARN, token);
      return Promise.resolve(token);
    },
    endConfigurationTest: (token) => Promise.resolve(manager.endRotation(ARN, token)),
  };
});

const put = (SecretString: string, more: object = {}) =>
  new PutSecretValueCommand({ SecretId: ARN, SecretString, ...more });
const get = (more: object = {}) => new GetSecretValueCommand({ SecretId: ARN, ...more });

describe('the local Secrets Manager', () => {
  it('has no value until one is put, and no such secret never', async () => {
    const { client } = await startServer();
    await expect(client.send(get())).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message:
        "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    });
    await expect(client.send(get({ SecretId: 'other' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret.",
    });
  });

  it('moves AWSPREVIOUS along behind AWSCURRENT', async () => {
    const { client } = await startServer();
    const first = await client.send(put('one'));
    const second = await client.send(put('two'));
    expect(await client.send(get())).toMatchObject({
      SecretString: 'two',
      VersionId: second.VersionId,
    });
    expect(await client.send(get({ VersionStage: 'AWSPREVIOUS' }))).toMatchObject({
      SecretString: 'one',
    });
    const { VersionIdsToStages } = await client.send(
      new DescribeSecretCommand({ SecretId: 'keys' }),
    );
    expect(VersionIdsToStages).toEqual({
      [String(first.VersionId)]: ['AWSPREVIOUS'],
      [String(second.VersionId)]: ['AWSCURRENT'],
    });
  });

  it('gives a first version AWSCURRENT whatever it asks for, and a second one not', async () => {
    const { client } = await startServer();
    const first = await client.send(put('one', { VersionStages: ['draft'] }));
    expect(first.VersionStages?.toSorted()).toEqual(['AWSCURRENT', 'draft']);
    const second = await client.send(put('two', { VersionStages: ['draft'] }));
    expect(second.VersionStages).toEqual(['draft']);
    expect(await client.send(get())).toMatchObject({ SecretString: 'one' });
  });

  it('does nothing for the same request token and value, and refuses another value', async () => {
    const { client } = await startServer();
    const token = { ClientRequestToken: 'a'.repeat(32) };
    await client.send(put('one', token));
    await client.send(put('two'));
    await client.send(put('one', token));
    expect(await client.send(get())).toMatchObject({ SecretString: 'two' });
    await expect(client.send(put('three', token))).rejects.toMatchObject({
      name: 'ResourceExistsException',
    });
  });

  it('moves a stage only from the version that carries it', async () => {
    const { client } = await startServer();
    const { VersionId: one } = await client.send(put('one'));
    const { VersionId: two } = await client.send(put('two', { VersionStages: ['draft'] }));
    const move = (more: object) =>
      client.send(
        new UpdateSecretVersionStageCommand({ SecretId: ARN, VersionStage: 'AWSCURRENT', ...more }),
      );
    await expect(move({ MoveToVersionId: two })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining("RemoveFromVersionId can't be empty"),
    });
    await expect(move({ MoveToVersionId: two, RemoveFromVersionId: two })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(move({ RemoveFromVersionId: one })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining("can't be completely removed"),
    });
    await move({ MoveToVersionId: two, RemoveFromVersionId: one });
    expect(await client.send(get())).toMatchObject({ SecretString: 'two' });
    expect(await client.send(get({ VersionStage: 'AWSPREVIOUS' }))).toMatchObject({
      VersionId: one,
    });
  });

  it('lists deprecated versions only on request', async () => {
    const { client } = await startServer();
    for (const value of ['one', 'two', 'three']) await client.send(put(value));
    const list = async (IncludeDeprecated: boolean) =>
      (await client.send(new ListSecretVersionIdsCommand({ SecretId: ARN, IncludeDeprecated })))
        .Versions?.length;
    expect(await list(false)).toBe(2);
    expect(await list(true)).toBe(3);
  });

  it('gives the value that the template declares once, not at every start', async () => {
    const folder = newFolder();
    const { client } = await startServer(folder, { firstValue: () => 'declared' });
    await client.send(put('changed'));
    const again = await startServer(folder, { firstValue: () => 'declared' });
    expect(await again.client.send(get())).toMatchObject({ SecretString: 'changed' });
  });

  it('keeps secrets in files that only their owner can read, one whole file at a time', async () => {
    const { client, folder } = await startServer();
    await client.send(put('one'));
    const [file = '', ...others] = readdirSync(folder);
    expect(others).toEqual([]);
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    writeFileSync(join(folder, file), '{"half');
    await expect(startServer(folder)).rejects.toThrow('the data folder is broken');
  });

  it.each([
    '{"half',
    'null',
    '{}',
    '[]',
    JSON.stringify({ arn: ARN, name: 'keys', versions: null }),
    JSON.stringify({ arn: ARN, name: 'keys', versions: [{}] }),
    JSON.stringify({ arn: ARN, name: 'keys', versions: [{ ...VERSION, secretString: {} }] }),
    JSON.stringify({ arn: ARN, name: 'keys', versions: [{ ...VERSION, stages: [1] }] }),
    JSON.stringify({ arn: 'another', name: 'keys', versions: [VERSION] }),
  ])(
    'says which file is broken and what to do about it, and makes no new keys: %s',
    async (text) => {
      const { client, folder } = await startServer();
      await client.send(put('one'));
      const path = join(folder, String(readdirSync(folder)[0]));
      writeFileSync(path, text);
      await expect(startServer(folder, { firstValue: () => 'new' })).rejects.toThrow(
        new StartError(
          `the data folder is broken: ${path} is not what Latchkey wrote; put that file back, or move the data folder away to start afresh`,
        ),
      );
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  it.each<[string, (key: AccessKey) => Partial<AccessKey>]>([
    ['an unknown access key', () => newAccessKey()],
    [
      'an access key without its session token',
      ({ accessKeyId, secretAccessKey }) => ({ accessKeyId, secretAccessKey }),
    ],
    ['another session token', (key) => ({ ...key, sessionToken: 'another' })],
  ])('refuses %s', async (_what, change) => {
    const { clientWith, key } = await startServer();
    const stranger = clientWith({ accessKeyId: '', secretAccessKey: '', ...change(key) });
    await expect(stranger.send(get())).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
  });
});

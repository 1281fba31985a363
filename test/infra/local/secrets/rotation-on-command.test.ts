import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveAwsEndpoint } from '../../../../infra/local/aws/aws-endpoint.ts';
import { newAccessKey } from '../../../../infra/local/aws/principal.ts';
import type { InvocationResult } from '../../../../infra/local/lambda/invocation.ts';
import { withRotation } from '../../../../infra/local/secrets/rotation-on-command.ts';
import { openSecretFolder } from '../../../../infra/local/secrets/secret-folder.ts';
import { createSecretsManager } from '../../../../infra/local/secrets/secrets-manager-service.ts';

const ARN = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:keys-abcdef';
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:Rotate';
const cleanUp: (() => unknown)[] = [];

interface Step {
  readonly Step: string;
  readonly SecretId: string;
  readonly ClientRequestToken: string;
}

/** @param run what the rotation function does; it fails by throwing */
async function startServer(run: (step: Step) => Promise<void>, rotationFunctionArn = FUNCTION) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-secrets-'));
  const secret = {
    logicalId: 'Keys',
    arn: ARN,
    name: 'keys',
    firstValue: () => 'one',
    rotationFunctionArn: rotationFunctionArn === '' ? null : rotationFunctionArn,
  };
  const problems: string[] = [];
  const ended: (() => void)[] = [];
  const manager = createSecretsManager(openSecretFolder(folder), [secret], Date.now);
  const invoke = async (arn: string, payload: string): Promise<InvocationResult> => {
    expect(arn).toBe(FUNCTION);
    const step = JSON.parse(payload) as Step;
    try {
      await run(step);
      return { outcome: 'returned', payload: 'null' };
    } catch (error) {
      const { name, message } = error as Error;
      return { outcome: 'failed', errorType: name, errorMessage: message };
    } finally {
      if (step.Step === 'finishSecret') setImmediate(() => ended.shift()?.());
    }
  };
  const service = withRotation(manager, [secret], invoke, (line) => problems.push(line));
  const key = newAccessKey();
  const server = await serveAwsEndpoint(service, {
    findPrincipal: () => ({ key, name: 'test', arn: '', roleArn: '', statements: null }),
    now: Date.now,
    onRefusal: () => {},
  });
  const client = new SecretsManagerClient({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'us-east-1',
    credentials: key,
  });
  cleanUp.push(
    () => client.destroy(),
    () => server.stop(),
  );
  const finished = async () => new Promise<void>((resolve) => ended.push(resolve));
  return { client, problems, finished };
}

afterEach(async () => {
  for (const end of cleanUp.splice(0)) await end();
});

const rotate = (token?: string) =>
  new RotateSecretCommand({
    SecretId: 'keys',
    ...(token === undefined ? {} : { ClientRequestToken: token }),
  });

test('RotateSecret answers with a pending version without a value, and the function fills it in four steps', async () => {
  const steps: Step[] = [];
  const stages: unknown[] = [];
  const running = await startServer(async (step) => {
    steps.push(step);
    const { client } = running;
    const version = { SecretId: ARN, VersionId: step.ClientRequestToken };
    if (step.Step === 'createSecret') {
      const { VersionIdsToStages } = await client.send(
        new DescribeSecretCommand({ SecretId: ARN }),
      );
      stages.push(VersionIdsToStages?.[step.ClientRequestToken]);
      const get = new GetSecretValueCommand(version);
      stages.push(await client.send(get).catch((error: Error) => error.name));
      const { ClientRequestToken } = step;
      const VersionStages = ['AWSPENDING'];
      await client.send(
        new PutSecretValueCommand({
          SecretId: ARN,
          ClientRequestToken,
          SecretString: 'two',
          VersionStages,
        }),
      );
    }
    if (step.Step === 'finishSecret') {
      const { VersionId: RemoveFromVersionId } = await client.send(
        new GetSecretValueCommand({ SecretId: ARN }),
      );
      const MoveToVersionId = step.ClientRequestToken;
      await client.send(
        new UpdateSecretVersionStageCommand({
          SecretId: ARN,
          VersionStage: 'AWSCURRENT',
          MoveToVersionId,
          RemoveFromVersionId,
        }),
      );
    }
  });
  const done = running.finished();
  const answer = await running.client.send(rotate());
  await done;
  expect(stages).toEqual([['AWSPENDING'], 'ResourceNotFoundException']);
  expect(steps).toEqual(
    ['createSecret', 'setSecret', 'testSecret', 'finishSecret'].map((Step) => ({
      Step,
      SecretId: ARN,
      ClientRequestToken: answer.VersionId,
    })),
  );
  const current = await running.client.send(new GetSecretValueCommand({ SecretId: ARN }));
  expect(current).toMatchObject({ SecretString: 'two', VersionId: answer.VersionId });
  expect(running.problems).toEqual([]);
});

test('a rotation that failed is tried again with its own token, and no other one begins', async () => {
  const tokens: string[] = [];
  let isBroken = true;
  const running = await startServer(async ({ Step, ClientRequestToken }) => {
    if (Step === 'createSecret') {
      tokens.push(ClientRequestToken);
      await running.client.send(
        new PutSecretValueCommand({
          SecretId: ARN,
          ClientRequestToken,
          SecretString: 'two',
          VersionStages: ['AWSPENDING'],
        }),
      );
    }
    if (Step === 'finishSecret' && isBroken) throw new Error('not yet');
  });
  const first = running.finished();
  const { VersionId: token } = await running.client.send(rotate());
  await first;
  expect(running.problems).toEqual(['rotation of Keys failed at finishSecret: not yet']);
  isBroken = false;
  const second = running.finished();
  await expect(running.client.send(rotate(crypto.randomUUID()))).rejects.toMatchObject({
    name: 'InvalidRequestException',
    message: "A previous rotation isn't complete. That rotation will be reattempted.",
  });
  await second;
  expect(tokens).toEqual([token, token]);
  expect(running.problems).toHaveLength(1);
});

test('a secret without a rotation, and no secret at all, are refused', async () => {
  const { client } = await startServer(() => Promise.resolve(), '');
  await expect(client.send(rotate())).rejects.toMatchObject({ name: 'InvalidRequestException' });
  await expect(client.send(new RotateSecretCommand({ SecretId: 'other' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveAwsEndpoint } from '../../../../infra/local/aws/aws-endpoint.ts';
import { newAccessKey } from '../../../../infra/local/aws/principal.ts';
import { openSecretFolder } from '../../../../infra/local/secrets/secret-folder.ts';
import { createSecretsManager } from '../../../../infra/local/secrets/secrets-manager-service.ts';
import { keyWritersContract } from '../../../contracts/key-writers.contract.ts';

const cleanUp: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of cleanUp.splice(0)) await end();
});

const arnOf = (name: string): string =>
  `arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}-abcdef`;

keyWritersContract("the local edition's Secrets Manager", 5, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-writers-'));
  const definitions = ['signing', 'refresh', 'set'].map((name) => ({
    logicalId: name,
    arn: arnOf(name),
    name,
    firstValue: () => null,
    rotationFunctionArn: null,
  }));
  const manager = createSecretsManager(openSecretFolder(folder), definitions, Date.now);
  const key = newAccessKey();
  const server = await serveAwsEndpoint(manager, {
    findPrincipal: () => ({ key, name: 'test', arn: '', roleArn: '', statements: null }),
    now: Date.now,
    onRefusal: (line) => {
      throw new Error(line);
    },
  });
  const client = new SecretsManagerClient({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'us-east-1',
    credentials: key,
  });
  cleanUp.push(
    () => client.destroy(),
    () => server.stop(),
    () => rmSync(folder, { recursive: true, force: true }),
  );
  return {
    client,
    ids: { signing: arnOf('signing'), refresh: arnOf('refresh'), set: arnOf('set') },
    beginRotation(secretId) {
      const token = crypto.randomUUID();
      manager.announceRotation(secretId, token);
      return token;
    },
  };
});

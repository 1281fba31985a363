import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createPrivateKey } from 'node:crypto';
import type { SigningKeyRing } from '../../functions/core/keys/key-rings.ts';
import { es256, type Signer } from '../attacks/forge.ts';
import { startService, type RunningService } from '../e2e/running-service.ts';
import { introspectorToken, logInAs, putUser, withConsole } from '../e2e/service-users.ts';
import { WIDE, type ServiceUnderTest } from './conformance-client.ts';
import { registerReports } from './registered-client.ts';

/** Starts the local edition with what the checks need: three clients, some users, its own key at hand. */
export async function startServiceUnderTest(): Promise<
  ServiceUnderTest & Pick<RunningService, 'stop'>
> {
  const service = await startService({ adjustableClock: true, transformTemplate: withConsole });
  await putUser(service, { username: WIDE.username, scopes: ['items:read', 'orders:write'] });
  await putUser(service, { username: 'bare', scopes: [] });
  await registerReports(service);
  let advancedBy = 0;
  return {
    url: service.url,
    signer: await ownSigner(service),
    introspectorToken: () => introspectorToken(service),
    scopelessTokens: () => logInAs(service, 'bare'),
    now: () => Date.now() + advancedBy,
    advance(ms) {
      advancedBy += ms;
      service.advance(ms);
    },
    stop: () => service.stop(),
  };
}

/** @returns what signs with the service's active key, as nobody outside could */
async function ownSigner({ aws, outputs }: RunningService): Promise<Signer> {
  const client = new SecretsManagerClient({
    endpoint: aws.secretsManagerUrl,
    region: 'us-east-1',
    credentials: aws.administrator,
  });
  const SecretId = outputs['SigningKeysSecretArn'];
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId }));
  client.destroy();
  const active = (JSON.parse(SecretString) as SigningKeyRing).keys.find(
    ({ state }) => state === 'active',
  );
  if (active === undefined) throw new Error('no key signs');
  return es256(createPrivateKey({ key: active.privateJwk, format: 'jwk' }));
}

import { join } from 'node:path';
import { prepareAssembly } from '../local/assembly/prepare-assembly.ts';
import { startLocalEdition } from '../local/start-local-edition.ts';
import { StartError } from '../local/start-error.ts';
import { readTerminalSettings } from '../local/terminal/terminal-settings.ts';
import { openEndpoint } from './open-endpoint.ts';

/** The ports that `env.json` names. */
const DYNAMODB_PORT = 8410;
const SECRETS_MANAGER_PORT = 8411;

const onAnswer = (body: string): void => console.log(`a custom resource answered: ${body}`);

/**
 * `npm run sam:serve`: the local edition, with its tables and secrets at fixed ports for functions
 * that SAM runs. SAM knows no roles, so IAM isn't enforced for them; the edition's own functions keep
 * theirs.
 */
try {
  const edition = await startLocalEdition({
    assemblyDirectory: await prepareAssembly({ root: join(import.meta.dirname, '../..') }),
    ...readTerminalSettings(process.env),
    onProblem: (line) => console.error(line),
  });
  const { dynamoDbUrl, secretsManagerUrl, administrator: key } = edition.aws;
  const endpoints = await Promise.all([
    openEndpoint({ service: 'dynamodb', target: dynamoDbUrl, port: DYNAMODB_PORT, key, onAnswer }),
    openEndpoint({
      service: 'secretsmanager',
      target: secretsManagerUrl,
      port: SECRETS_MANAGER_PORT,
      key,
      onAnswer,
    }),
  ]);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      const stopping = [edition, ...endpoints].map((part) => part.stop());
      void Promise.allSettled(stopping).then(() => process.exit(0));
    });
  }
  console.log(`${edition.url}; tables at ${DYNAMODB_PORT}, secrets at ${SECRETS_MANAGER_PORT}`);
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
}

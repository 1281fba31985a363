import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { obtainEventTokens } from './obtain-event-tokens.ts';
import { localUrl, readSamStack } from './read-sam-functions.ts';
import { eventFile, tokenEvents } from './token-events.ts';

/** `npm run sam:events`: writes the events that carry tokens, with tokens of the running edition. */
const SECRETS_MANAGER_URL = 'http://127.0.0.1:8411';
const FOLDER = 'test/events';

/** Unsigned: `npm run sam:serve` signs what comes to its open ports. */
async function readSecret(secretId: string): Promise<string> {
  const answer = await fetch(SECRETS_MANAGER_URL, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': 'secretsmanager.GetSecretValue',
    },
    body: JSON.stringify({ SecretId: secretId }),
  });
  if (!answer.ok) throw new Error(`${SECRETS_MANAGER_URL} answered ${answer.status}`);
  return ((await answer.json()) as { SecretString: string }).SecretString;
}

try {
  const apiUrl = localUrl(process.env);
  const { functions } = readSamStack('cdk.out', apiUrl);
  const login = functions.find(({ logicalId }) => logicalId === 'LoginFunction');
  const signingKeys = login?.environment['SIGNING_KEYS_SECRET_ARN'] ?? '';
  const tokens = await obtainEventTokens({
    apiUrl,
    readSigningKeys: () => readSecret(signingKeys),
  });
  for (const [file, event] of Object.entries(tokenEvents(tokens, Date.now()))) {
    const path = join(FOLDER, file);
    writeFileSync(path, eventFile(event));
    console.log(path);
  }
} catch (error) {
  const problem = error instanceof Error ? error.message : String(error);
  console.error(`${problem}: is npm run sam:serve running?`);
  process.exitCode = 1;
}

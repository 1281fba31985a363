import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareAssembly } from '../../infra/local/assembly/prepare-assembly.ts';
import { runScript } from '../../infra/local/assembly/run-script.ts';
import { send, type Answer } from './oauth-requests.ts';
import { startService, type RunningService, type ServiceOptions } from './running-service.ts';

const root = join(import.meta.dirname, '../..');

/** Starts a service where anybody may sign up, on the bundles of this repository's own. */
export async function startRegisteringService(
  options: Omit<ServiceOptions, 'assemblyDirectory'> = {},
): Promise<RunningService> {
  // For the bundles: the stack of it is another one.
  await prepareAssembly({ root });
  const assemblyDirectory = mkdtempSync(join(tmpdir(), 'latchkey-assembly-'));
  const settings = { CDK_OUTDIR: assemblyDirectory, CDK_VALIDATION: 'false' };
  await runScript(root, 'test/e2e/registering-app.ts', settings, "the app doesn't synthesize");
  return startService({ ...options, assemblyDirectory });
}

/** Sends a request whose body, if there is one, is JSON. */
export const sendJson = (
  service: Pick<RunningService, 'url'>,
  method: string,
  path: string,
  body?: unknown,
  accessToken?: string,
): Promise<Answer> =>
  send(`${service.url}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { StartError } from './start-error.ts';

/** Where everything that outlives a start lies. */
export interface DataFolder {
  readonly path: string;
  readonly dynamoDb: string;
  readonly secrets: string;
  readonly customResources: string;
  readonly logs: string;
}

/** Password hashes lie in the one, who logged in and from where in the other. */
const PRIVATE = ['dynamodb', 'logs'] as const;

/**
 * Makes the data folder, readable by its owner only: keys and tokens' families lie in it.
 *
 * @throws StartError when it is a file, can't be made or can't be written
 */
export function openDataFolder(path: string): DataFolder {
  const folder = resolve(path);
  try {
    if (existsSync(folder) && !statSync(folder).isDirectory()) {
      throw new StartError(
        `the data folder is a file (${folder}): choose another one with LATCHKEY_DATA`,
      );
    }
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.R_OK | constants.X_OK);
    const ignore = join(folder, '.gitignore');
    if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
    for (const name of PRIVATE) openPrivate(join(folder, name));
  } catch (error) {
    if (error instanceof StartError) throw error;
    const reason = error instanceof Error ? error.message : 'failed';
    throw new StartError(`the data folder can't be used (${folder}): ${reason}`);
  }
  return {
    path: folder,
    dynamoDb: join(folder, 'dynamodb'),
    secrets: join(folder, 'secrets'),
    customResources: join(folder, 'custom-resources.json'),
    logs: join(folder, 'logs'),
  };
}

/** The data folder itself may be there already, made by a CDK app or by hand for everybody to look into. */
function openPrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { mode, uid } = statSync(folder);
  if ((mode & 0o077) !== 0 && uid === process.getuid?.()) chmodSync(folder, 0o700);
}

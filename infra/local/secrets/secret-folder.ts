import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';
import type { StoredSecret } from './stored-secret.ts';

/** Where secrets lie between starts: one file each, readable by its owner only. */
export interface SecretFolder {
  /** @returns the secret, or `null` when it isn't there yet */
  read(arn: string): StoredSecret | null;
  /** Replaces it whole: a kill at any moment leaves the old file or the new one. */
  write(secret: StoredSecret): void;
}

/** @throws StartError when the folder can't be made */
export function openSecretFolder(folder: string): SecretFolder {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StartError(
      `the data folder can't be used (${folder}): ${error instanceof Error ? error.message : 'failed'}`,
    );
  }
  const pathOf = (arn: string): string =>
    join(folder, `${createHash('sha256').update(arn).digest('hex').slice(0, 32)}.json`);
  return {
    read(arn) {
      let text: string;
      try {
        text = readFileSync(pathOf(arn), 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
      try {
        return JSON.parse(text) as StoredSecret;
      } catch {
        throw new StartError(
          `the data folder is broken: ${pathOf(arn)} isn't JSON; move the folder away to start afresh`,
        );
      }
    },
    write(secret) {
      const path = pathOf(secret.arn);
      const draft = `${path}.new`;
      const file = openSync(draft, 'w', 0o600);
      writeSync(file, JSON.stringify(secret));
      fsyncSync(file);
      closeSync(file);
      renameSync(draft, path);
    },
  };
}

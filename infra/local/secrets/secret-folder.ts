import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';
import { readStoredJson } from '../stored-json.ts';
import { isList, isObject, type Json } from '../template/template.ts';
import type { StoredSecret } from './stored-secret.ts';

/** Where secrets lie between starts: one file each, readable by its owner only. */
export interface SecretFolder {
  /**
   * @returns the secret, or `null` when it isn't there yet
   * @throws StartError when its file holds anything else: new keys would end every session
   */
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
      return readStoredJson(pathOf(arn), (value) => isSecret(value, arn)) as StoredSecret | null;
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

const isSecret = (value: Json, arn: string): boolean =>
  isObject(value) &&
  value['arn'] === arn &&
  typeof value['name'] === 'string' &&
  isList(value['versions']) &&
  value['versions'].every(isVersion);

const isVersion = (value: Json): boolean =>
  isObject(value) &&
  typeof value['versionId'] === 'string' &&
  (value['secretString'] === null || typeof value['secretString'] === 'string') &&
  isList(value['stages']) &&
  value['stages'].every((stage) => typeof stage === 'string') &&
  typeof value['createdDate'] === 'number';

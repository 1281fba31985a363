import { randomUUID } from 'node:crypto';

import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  InvalidParameterException,
  InvalidRequestException,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
  type UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';

interface Version {
  value: string | undefined;
  stages: Set<string>;
}

/**
 * Secrets Manager in memory, by its documented rules for versions and staging labels: a label is on
 * one version at a time, the first version becomes current by itself, a version's value never
 * changes, a label moves only from the version that the request names.
 *
 * Every call waits for a turn of the event loop before and after it acts, so that parallel callers
 * interleave.
 */
export class MemorySecretsManager {
  readonly #secrets = new Map<string, Map<string, Version>>();
  /** Called before each write with its number, from 1; it throws to kill the caller there. */
  beforeWrite: (write: number) => void = () => {};
  /** Called after each write: it throws to lose the reply. */
  afterWrite: (write: number) => void = () => {};
  #writes = 0;

  constructor(secretIds: readonly string[]) {
    for (const id of secretIds) this.#secrets.set(id, new Map());
  }

  get writes(): number {
    return this.#writes;
  }

  /** What `RotateSecret` does before it calls the function: an empty version under `AWSPENDING`. */
  beginRotation(secretId: string, requestToken: string = randomUUID()): string {
    this.#versionsOf(secretId).set(requestToken, { value: undefined, stages: new Set() });
    this.#attach(secretId, requestToken, 'AWSPENDING');
    return requestToken;
  }

  /** What `RotateSecret` does after it has tried the configuration out. */
  forgetVersion(secretId: string, versionId: string): void {
    this.#versionsOf(secretId).delete(versionId);
  }

  /** @returns the parsed current value */
  current(secretId: string): unknown {
    const found = this.#find(secretId, undefined, 'AWSCURRENT');
    return found?.[1].value === undefined ? null : JSON.parse(found[1].value);
  }

  get client(): Pick<SecretsManagerClient, 'send'> {
    return { send: this.#send.bind(this) } as Pick<SecretsManagerClient, 'send'>;
  }

  async #send(command: unknown): Promise<unknown> {
    await new Promise((resolve) => setImmediate(resolve));
    const answer = this.#act(command);
    await new Promise((resolve) => setImmediate(resolve));
    return answer;
  }

  #act(command: unknown): unknown {
    if (command instanceof GetSecretValueCommand) return this.#get(command.input);
    if (command instanceof DescribeSecretCommand) return this.#describe(command.input);
    this.#writes += 1;
    const write = this.#writes;
    this.beforeWrite(write);
    const answer =
      command instanceof PutSecretValueCommand
        ? this.#put(command.input)
        : this.#move((command as UpdateSecretVersionStageCommand).input);
    this.afterWrite(write);
    return answer;
  }

  #get({ SecretId, VersionId, VersionStage }: GetSecretValueCommand['input']) {
    const stage = VersionStage ?? (VersionId === undefined ? 'AWSCURRENT' : undefined);
    const found = this.#find(
      SecretId ?? '',
      VersionId,
      VersionId === undefined ? stage : undefined,
    );
    if (found && stage !== undefined && !found[1].stages.has(stage)) {
      throw new InvalidRequestException({ $metadata: {}, message: 'the label is elsewhere' });
    }
    if (found?.[1].value === undefined) throw notFound('no value for that version or label');
    return { VersionId: found[0], SecretString: found[1].value };
  }

  #describe({ SecretId }: DescribeSecretCommand['input']) {
    const labelled = [...this.#versionsOf(SecretId ?? '')].filter(
      ([, { stages }]) => stages.size > 0,
    );
    return {
      VersionIdsToStages: Object.fromEntries(labelled.map(([id, { stages }]) => [id, [...stages]])),
    };
  }

  #put(input: PutSecretValueCommand['input']) {
    const id = input.ClientRequestToken ?? randomUUID();
    const secretId = input.SecretId ?? '';
    const versions = this.#versionsOf(secretId);
    const known = versions.get(id);
    if (known?.value !== undefined && known.value !== input.SecretString) {
      throw new ResourceExistsException({ $metadata: {}, message: 'another value' });
    }
    if (known?.value === undefined) {
      const first = versions.size === 0;
      versions.set(id, { value: input.SecretString, stages: known?.stages ?? new Set() });
      for (const stage of input.VersionStages ?? ['AWSCURRENT']) this.#attach(secretId, id, stage);
      if (first) this.#attach(secretId, id, 'AWSCURRENT');
    }
    return { VersionId: id, VersionStages: [...(versions.get(id)?.stages ?? [])] };
  }

  #move(input: UpdateSecretVersionStageCommand['input']) {
    const secretId = input.SecretId ?? '';
    const stage = input.VersionStage ?? '';
    const holder = this.#find(secretId, undefined, stage)?.[0];
    const { MoveToVersionId: to, RemoveFromVersionId: from } = input;
    if (to !== undefined && !this.#versionsOf(secretId).has(to)) throw notFound('no such version');
    if (from === undefined ? holder !== undefined && holder !== to : holder !== from) {
      throw new InvalidParameterException({ $metadata: {}, message: 'the label is elsewhere' });
    }
    if (to === undefined)
      this.#versionsOf(secretId)
        .get(holder ?? '')
        ?.stages.delete(stage);
    else this.#attach(secretId, to, stage);
    return {};
  }

  #attach(secretId: string, versionId: string, stage: string): void {
    const holder = this.#find(secretId, undefined, stage);
    if (holder?.[0] === versionId) return;
    holder?.[1].stages.delete(stage);
    if (stage === 'AWSCURRENT' && holder) this.#attach(secretId, holder[0], 'AWSPREVIOUS');
    this.#versionsOf(secretId).get(versionId)?.stages.add(stage);
  }

  #find(secretId: string, versionId?: string, stage?: string): [string, Version] | undefined {
    return [...this.#versionsOf(secretId)].find(
      ([id, { stages }]) =>
        (versionId === undefined || id === versionId) && (stage === undefined || stages.has(stage)),
    );
  }

  #versionsOf(secretId: string): Map<string, Version> {
    const versions = this.#secrets.get(secretId);
    if (versions === undefined) throw notFound('no such secret');
    return versions;
  }
}

const notFound = (message: string) => new ResourceNotFoundException({ $metadata: {}, message });

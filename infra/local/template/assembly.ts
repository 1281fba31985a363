import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from './stack-template.ts';
import type { Template } from './template.ts';

/** One stack of a cloud assembly, as `cdk synth` leaves it. */
export interface AssemblyStack {
  readonly name: string;
  readonly template: Template;
  /** @returns the folder that becomes the zip of this S3 key, or `undefined` */
  assetFolder(objectKey: string): string | undefined;
}

interface Manifest {
  readonly artifacts?: Readonly<
    Record<
      string,
      {
        readonly type: string;
        /** `aws://<account>/<region>`; what is not known yet is `unknown-…`. */
        readonly environment?: string;
        readonly properties?: { readonly templateFile?: string; readonly file?: string };
        readonly dependencies?: readonly string[];
      }
    >
  >;
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path?: string; readonly packaging?: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
}

/**
 * Reads one stack out of a cloud assembly (`cdk.out`).
 *
 * @param stackName which one; it may be left out when there is only one
 * @throws StartError when the folder is no assembly, or the stack isn't in it
 */
export function readAssembly(directory: string, stackName?: string): AssemblyStack {
  const manifestPath = join(directory, 'manifest.json');
  if (!existsSync(manifestPath)) {
    throw new StartError(`${directory} holds no synthesized CDK app (no manifest.json in it)`);
  }
  const manifest = readJson(manifestPath) as Manifest;
  const artifacts = Object.entries(manifest.artifacts ?? {});
  const stacks = artifacts.filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const names = stacks.map(([name]) => name);
  if (names.length === 0) throw new StartError(`the CDK app in ${directory} has no stack`);
  const chosen = stackName ?? (names.length === 1 ? names[0] : undefined);
  if (chosen === undefined) {
    throw new StartError(`the CDK app has ${names.length} stacks, name one: ${names.join(', ')}`);
  }
  const stack = stacks.find(([name]) => name === chosen)?.[1];
  if (!stack?.properties?.templateFile) {
    throw new StartError(`the CDK app has no stack ${chosen}; it has: ${names.join(', ')}`);
  }
  const template = moveHere(
    readJson(join(directory, stack.properties.templateFile)) as Template,
    stack.environment,
  );
  const folders = new Map<string, string>();
  for (const [, { type, properties }] of artifacts) {
    if (type !== 'cdk:asset-manifest' || !properties?.file) continue;
    for (const file of Object.values(
      (readJson(join(directory, properties.file)) as AssetManifest).files ?? {},
    )) {
      if (file.source.path === undefined) continue;
      for (const { objectKey } of Object.values(file.destinations)) {
        folders.set(objectKey, join(directory, file.source.path));
      }
    }
  }
  return { name: chosen, template, assetFolder: (objectKey) => folders.get(objectKey) };
}

/**
 * A stack that names its account and region has them in its addresses and ARNs as they are, where others
 * have `AWS::Region`. Here both are the local edition's.
 */
function moveHere(template: Template, environment = ''): Template {
  const [, account, region] = /^aws:\/\/([\w-]+)\/([\w-]+)$/.exec(environment) ?? [];
  const moved = [
    [account, LOCAL_ACCOUNT],
    [region, LOCAL_REGION],
  ] as const;
  return JSON.parse(JSON.stringify(template), (_name, value: unknown) =>
    typeof value === 'string'
      ? moved.reduce((text, [from, to]) => (from ? text.replaceAll(from, to) : text), value)
      : value,
  ) as Template;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new StartError(
      `${path} can't be read: ${error instanceof Error ? error.message : 'failed'}`,
      {
        cause: error,
      },
    );
  }
}

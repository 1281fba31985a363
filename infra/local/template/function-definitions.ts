import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';
import type { AssemblyStack } from './assembly.ts';
import type { StackResource, StackTemplate } from './stack-template.ts';
import { isObject, textOf, type JsonObject, scalarText } from './template.ts';

/** A Lambda function as its template declares it. */
export interface FunctionDefinition {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** Where the asset lies. */
  readonly codeFolder: string;
  /** `index.handler` */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** `undefined`: not reserved. */
  readonly reservedConcurrency: number | undefined;
  readonly roleArn: string;
  /** Resolves the environment now: what comes from a custom resource is known only after that ran. */
  environment(): Readonly<Record<string, string>>;
}

/** @throws StartError naming a function that is not a Node.js zip with its asset in the assembly */
export const readFunctions = (
  stack: StackTemplate,
  assembly: AssemblyStack,
): readonly FunctionDefinition[] =>
  stack.ofType('AWS::Lambda::Function').map((resource) => readFunction(stack, assembly, resource));

function readFunction(
  stack: StackTemplate,
  assembly: AssemblyStack,
  resource: StackResource,
): FunctionDefinition {
  const fail = (problem: string): never => {
    throw new StartError(`${resource.where}: ${problem}`);
  };
  const environmentOf = (properties: JsonObject): Readonly<Record<string, string>> => {
    const environment = properties['Environment'];
    const variables = isObject(environment) ? environment['Variables'] : undefined;
    return Object.fromEntries(
      Object.entries(isObject(variables) ? variables : {}).map(([name, value]) => [
        name,
        textOf(value, `${resource.where}: ${name}`),
      ]),
    );
  };
  const declared = resource.fixedProperties(['Environment']);
  const runtime = declared['Runtime'];
  if (typeof runtime !== 'string' || !runtime.startsWith('nodejs')) {
    return fail(`the local edition runs Node.js functions, not ${scalarText(runtime ?? 'images')}`);
  }
  if (declared['Layers'] !== undefined) return fail('the local edition has no layers');
  const code = isObject(declared['Code']) ? declared['Code'] : {};
  const codeFolder = assembly.assetFolder(scalarText(code['S3Key'] ?? ''));
  if (codeFolder === undefined) return fail('its code is not an asset of the assembly');
  const handler = textOf(declared['Handler'], `${resource.where}: Handler`);
  const file = handler.slice(0, handler.lastIndexOf('.'));
  if (
    !['.js', '.mjs', '.cjs'].some((extension) => existsSync(join(codeFolder, file + extension)))
  ) {
    return fail(`its bundle has no ${file}.js (${codeFolder})`);
  }
  const reserved = declared['ReservedConcurrentExecutions'];
  return {
    logicalId: resource.logicalId,
    name: resource.physicalId,
    arn: stack.attribute(resource.logicalId, 'Arn'),
    codeFolder,
    handler,
    timeoutSeconds: Number(declared['Timeout'] ?? 3),
    memoryMegabytes: Number(declared['MemorySize'] ?? 128),
    reservedConcurrency: reserved === undefined ? undefined : Number(reserved),
    roleArn: textOf(declared['Role'], `${resource.where}: Role`),
    environment: () => environmentOf(resource.properties()),
  };
}

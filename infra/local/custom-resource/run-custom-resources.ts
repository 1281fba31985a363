import { renameSync, writeFileSync } from 'node:fs';
import type { InvocationResult } from '../lambda/invocation.ts';
import { StartError } from '../start-error.ts';
import { readStoredJson } from '../stored-json.ts';
import type { StackResource, StackTemplate } from '../template/stack-template.ts';
import { isObject, type Json, type JsonObject, scalarText } from '../template/template.ts';
import { callCustomResource } from './cloudformation-call.ts';

/** What is remembered of a custom resource until the next start. */
interface Remembered {
  readonly physicalId: string;
  readonly properties: JsonObject;
}

/**
 * Runs the custom resources of a stack, as a deploy does: Create the first time, Update at every later
 * start.
 *
 * @param memoryPath a file of the data folder that remembers what was created
 * @param invoke calls a function by its ARN
 * @throws StartError with the reason that a FAILED answer gives
 */
export async function runCustomResources(
  stack: StackTemplate,
  memoryPath: string,
  invoke: (functionArn: string, payload: string) => Promise<InvocationResult>,
): Promise<void> {
  const remembered = (readStoredJson(memoryPath, isMemory) ?? {}) as Record<string, Remembered>;
  for (const resource of inOrder(stack.customResources())) {
    const properties = resource.properties();
    const functionArn = scalarText(properties['ServiceToken']);
    const before = remembered[resource.logicalId];
    const answer = await callCustomResource(
      {
        RequestType: before ? 'Update' : 'Create',
        ServiceToken: functionArn,
        StackId: `arn:aws:cloudformation:us-east-1:000000000000:stack/${stack.name}/local`,
        LogicalResourceId: resource.logicalId,
        ResourceType: resource.type,
        ResourceProperties: properties,
        ...(before === undefined
          ? {}
          : { PhysicalResourceId: before.physicalId, OldResourceProperties: before.properties }),
      },
      (payload) => invoke(functionArn, payload),
    );
    if (answer.Status !== 'SUCCESS') {
      throw new StartError(`${resource.where} failed: ${answer.Reason ?? 'it gave no reason'}`);
    }
    const physicalId = answer.PhysicalResourceId ?? before?.physicalId ?? resource.logicalId;
    stack.setCustomResource(resource.logicalId, physicalId, answer.Data ?? {});
    remembered[resource.logicalId] = { physicalId, properties };
    writeMemory(memoryPath, remembered);
  }
}

/** A resource comes after those that it depends on. */
function inOrder(resources: readonly StackResource[]): readonly StackResource[] {
  const ordered: StackResource[] = [];
  const add = (resource: StackResource, path: readonly StackResource[]): void => {
    if (ordered.includes(resource) || path.includes(resource)) return;
    for (const other of resources) {
      if (resource.dependsOn.includes(other.logicalId)) add(other, [...path, resource]);
    }
    ordered.push(resource);
  };
  for (const resource of resources) add(resource, []);
  return ordered;
}

const isMemory = (value: Json): boolean =>
  isObject(value) &&
  Object.values(value).every(
    (one) => isObject(one) && typeof one['physicalId'] === 'string' && isObject(one['properties']),
  );

function writeMemory(path: string, remembered: Readonly<Record<string, Remembered>>): void {
  writeFileSync(`${path}.new`, JSON.stringify(remembered), { flush: true });
  renameSync(`${path}.new`, path);
}

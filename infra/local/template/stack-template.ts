import { StartError } from '../start-error.ts';
import { createIntrinsicResolver } from './intrinsics.ts';
import { checkIntrinsics } from './known-intrinsics.ts';
import { isCustomResource, resourceTypeOf, type ResourceIdentity } from './resource-types.ts';
import { isObject, listOf, textOf, type Json, type JsonObject, type Template } from './template.ts';

/** The region and account that the local edition plays. */
export const LOCAL_REGION = 'us-east-1';
export const LOCAL_ACCOUNT = '000000000000';

/** One resource with its properties resolved. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  /** `LoginFunction (AWS::Lambda::Function)`, for errors. */
  readonly where: string;
  readonly dependsOn: readonly string[];
  /** Resolves the properties now: what comes from a custom resource is known only after that ran. */
  properties(): JsonObject;
  /** The same without these properties, which may not be known yet. */
  fixedProperties(without: readonly string[]): JsonObject;
  /** What `Ref` gives. */
  readonly physicalId: string;
}

/** A template of which every resource type is known, ready to be asked. */
export interface StackTemplate {
  readonly name: string;
  /** @returns the resources of these types, in the template's order */
  ofType(...types: string[]): readonly StackResource[];
  customResources(): readonly StackResource[];
  /** @returns `Fn::GetAtt` of a resource of this template */
  attribute(logicalId: string, attribute: string): string;
  /** Records what a custom resource answered, for `Ref` and `Fn::GetAtt`. */
  setCustomResource(logicalId: string, physicalId: string, data: JsonObject): void;
  outputs(): Readonly<Record<string, string>>;
  /** What has no effect on a laptop: each once, in a few words. */
  readonly unenforced: readonly string[];
}

const PSEUDO_PARAMETERS: Readonly<Record<string, Json>> = {
  'AWS::AccountId': LOCAL_ACCOUNT,
  'AWS::Region': LOCAL_REGION,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::NotificationARNs': [],
};

/**
 * Reads a synthesized template.
 *
 * @param rewrite changes every resolved text, so that the API's address on AWS becomes the local one
 * @throws StartError naming the first resource whose type isn't known
 */
export function readStackTemplate(
  name: string,
  template: Template,
  rewrite: (text: string) => string,
): StackTemplate {
  const customResources = new Map<string, { physicalId: string; data: JsonObject }>();
  const whereOf = (logicalId: string): string =>
    `${logicalId} (${template.Resources[logicalId]?.Type ?? 'not in the template'})`;
  const identityOf = (logicalId: string): ResourceIdentity => ({
    stackName: name,
    logicalId,
    region: LOCAL_REGION,
    accountId: LOCAL_ACCOUNT,
    property: (property) => {
      const value = template.Resources[logicalId]?.Properties?.[property];
      return value === undefined ? undefined : resolver.resolve(value, whereOf(logicalId));
    },
  });
  const typeOf = (logicalId: string) => {
    const resource = template.Resources[logicalId];
    return resource === undefined ? undefined : resourceTypeOf(resource.Type);
  };
  const resolver = createIntrinsicResolver(template, {
    ref: (reference) =>
      PSEUDO_PARAMETERS[reference] ??
      { 'AWS::StackName': name, 'AWS::StackId': stackId(name) }[reference] ??
      template.Parameters?.[reference]?.Default ??
      customResources.get(reference)?.physicalId ??
      typeOf(reference)?.ref(identityOf(reference)),
    attribute: (logicalId, attribute) =>
      customResources.get(logicalId)?.data[attribute] ??
      typeOf(logicalId)?.attributes[attribute]?.(identityOf(logicalId)),
  });

  const resolveAll = (properties: JsonObject, where: string): JsonObject => {
    const resolved = resolver.resolve(properties, where);
    return isObject(resolved) ? (rewriteTexts(resolved, rewrite) as JsonObject) : {};
  };
  const resources: StackResource[] = [];
  const unenforced = new Set<string>();
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    if (resource.Condition !== undefined && !resolver.condition(resource.Condition)) continue;
    const type = resourceTypeOf(resource.Type);
    const where = whereOf(logicalId);
    if (!type) throw new StartError(`${where}: the local edition doesn't know this resource type`);
    checkIntrinsics(resource.Properties ?? {}, where);
    if (type.unenforced !== undefined) unenforced.add(type.unenforced);
    resources.push({
      logicalId,
      type: resource.Type,
      where,
      dependsOn: listOf(resource.DependsOn as Json).map(String),
      properties: () => resolveAll(resource.Properties ?? {}, where),
      fixedProperties: (without) =>
        resolveAll(
          Object.fromEntries(
            Object.entries(resource.Properties ?? {}).filter(
              ([property]) => !without.includes(property),
            ),
          ),
          where,
        ),
      get physicalId() {
        return customResources.get(logicalId)?.physicalId ?? type.ref(identityOf(logicalId));
      },
    });
  }

  return {
    name,
    unenforced: [...unenforced].toSorted(),
    ofType: (...types) => resources.filter((resource) => types.includes(resource.type)),
    customResources: () => resources.filter((resource) => isCustomResource(resource.type)),
    attribute: (logicalId, attribute) =>
      textOf(
        resolver.resolve({ 'Fn::GetAtt': [logicalId, attribute] }, whereOf(logicalId)),
        whereOf(logicalId),
      ),
    setCustomResource: (logicalId, physicalId, data) =>
      void customResources.set(logicalId, { physicalId, data }),
    outputs: () =>
      Object.fromEntries(
        Object.entries(template.Outputs ?? {})
          .filter(([, { Condition }]) => Condition === undefined || resolver.condition(Condition))
          .map(([output, { Value }]) => {
            const where = `output ${output}`;
            return [output, rewrite(textOf(resolver.resolve(Value, where), where))];
          }),
      ),
  };
}

const stackId = (name: string): string =>
  `arn:aws:cloudformation:${LOCAL_REGION}:${LOCAL_ACCOUNT}:stack/${name}/local`;

const rewriteTexts = (value: Json, rewrite: (text: string) => string): Json => {
  if (typeof value === 'string') return rewrite(value);
  if (Array.isArray(value)) return value.map((part) => rewriteTexts(part as Json, rewrite));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, rewriteTexts(part, rewrite)]),
  );
};

import { CfnResource, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';

/** A method of an API as its template will have it, overrides included. */
export interface ApiMethod {
  readonly resource: CfnResource;
  /** Values that are known at the deploy only are objects: `{ Ref: … }`. */
  readonly properties: {
    readonly HttpMethod?: unknown;
    readonly AuthorizationType?: unknown;
    readonly AuthorizerId?: unknown;
    readonly Integration?: { readonly Type?: unknown };
  };
}

/**
 * Finds the methods of an API in the templates of its whole app, whoever made them and at whichever
 * level. Call it when references between stacks have been resolved, as they are during validation.
 */
export const methodsOf = (api: RestApi): readonly ApiMethod[] =>
  api.node.root.node
    .findAll()
    .filter((construct) => CfnResource.isCfnResource(construct))
    .filter(({ cfnResourceType }) => cfnResourceType === 'AWS::ApiGateway::Method')
    .map((resource) => ({ resource, properties: propertiesOf(resource) }))
    .filter(({ resource, properties }) => {
      const id = idIn(Stack.of(resource), api);
      return id !== undefined && same(properties.RestApiId, id);
    });

/** @returns whether two resolved values are the same */
export const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

type Properties = ApiMethod['properties'] & { readonly RestApiId?: unknown };

function propertiesOf(resource: CfnResource): Properties {
  // Only what goes into the template has the overrides in it.
  // oxlint-disable-next-line no-underscore-dangle
  const fragment = Stack.of(resource).resolve(resource._toCloudFormation()) as {
    readonly Resources: Readonly<Record<string, { readonly Properties?: Properties }>>;
  };
  return Object.values(fragment.Resources)[0]?.Properties ?? {};
}

/** @returns how a stack refers to the API; nothing where it doesn't */
function idIn(stack: Stack, api: RestApi): unknown {
  const owner = Stack.of(api);
  const [id, ownId] = [stack, owner].map((one) => one.resolve(api.restApiId) as unknown);
  // In another stack the API's own logical id names something else, if anything.
  return stack !== owner && same(id, ownId) ? undefined : id;
}

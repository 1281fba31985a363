import { StartError } from '../start-error.ts';
import type { StackResource } from './stack-template.ts';
import { textOf, type Json, scalarText } from './template.ts';

/** A TOKEN authorizer as its template declares it. */
export interface AuthorizerDefinition {
  readonly logicalId: string;
  readonly functionArn: string;
  /** The header that carries the token, in lower case. */
  readonly header: string;
  /** The whole header must fit it, or the function isn't asked; `null`: anything fits. */
  readonly identityPattern: RegExp | null;
  /** How long a policy is kept; 0: not at all. */
  readonly ttlSeconds: number;
}

/** @returns the authorizers by their ids */
export const readAuthorizers = (
  resources: readonly StackResource[],
): ReadonlyMap<string, AuthorizerDefinition> =>
  new Map(resources.map((resource) => [resource.physicalId, readAuthorizer(resource)]));

function readAuthorizer(resource: StackResource): AuthorizerDefinition {
  const properties = resource.properties();
  const fail = (problem: string): never => {
    throw new StartError(`${resource.where}: ${problem}`);
  };
  if (properties['Type'] !== 'TOKEN') {
    return fail(`the local edition knows TOKEN authorizers, not ${scalarText(properties['Type'])}`);
  }
  const source = textOf(properties['IdentitySource'], `${resource.where}: IdentitySource`);
  const header = /^method\.request\.header\.([A-Za-z0-9-]+)$/.exec(source)?.[1];
  if (header === undefined) return fail(`its identity source is not a header: ${source}`);
  const expression = properties['IdentityValidationExpression'];
  return {
    logicalId: resource.logicalId,
    functionArn: functionOfUri(properties['AuthorizerUri'], resource.where),
    header: header.toLowerCase(),
    identityPattern:
      typeof expression === 'string' && expression !== ''
        ? new RegExp(`^(?:${expression})$`)
        : null,
    ttlSeconds: Number(properties['AuthorizerResultTtlInSeconds'] ?? 300),
  };
}

/**
 * @param uri `arn:aws:apigateway:…:lambda:path/2015-03-31/functions/<function's ARN>/invocations`
 * @returns the function's ARN
 */
export function functionOfUri(uri: Json | undefined, where: string): string {
  const arn = /:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(scalarText(uri))?.[1];
  if (arn === undefined)
    throw new StartError(`${where}: its URI names no function: ${scalarText(uri)}`);
  return arn;
}

import { readRoles, type Role } from '../iam/role-policies.ts';
import { readApis, type ApiDefinition } from './api-definitions.ts';
import type { AssemblyStack } from './assembly.ts';
import { readFunctions, type FunctionDefinition } from './function-definitions.ts';
import { readSecrets, type SecretDefinition } from './secret-definitions.ts';
import { LOCAL_REGION, readStackTemplate, type StackTemplate } from './stack-template.ts';
import { readTables, type TableDefinition } from './table-definitions.ts';
import { type Template, scalarText } from './template.ts';

/** Everything of a synthesized stack that the local edition plays. */
export interface LocalStack {
  readonly template: StackTemplate;
  readonly apis: readonly ApiDefinition[];
  readonly functions: readonly FunctionDefinition[];
  readonly tables: readonly TableDefinition[];
  readonly secrets: readonly SecretDefinition[];
  readonly roles: readonly Role[];
}

/**
 * Reads a stack whole, so that what can't be played stops the start before anything runs.
 *
 * @param baseUrlOf the local address of an API, given its logical id; it takes the place of
 *   `https://<id>.execute-api.<region>.amazonaws.com/<stage>` and of a custom domain, as local DNS would
 * @throws StartError naming the first thing that isn't known
 */
export function readStack(
  assembly: AssemblyStack,
  template: Template,
  baseUrlOf: (apiLogicalId: string) => string,
): LocalStack {
  let rewrite = unchanged;
  const stack = readStackTemplate(assembly.name, template, (text) => rewrite(text));
  const apis = readApis(stack);
  const domains = stack.ofType('AWS::ApiGateway::DomainName').map(({ physicalId }) => physicalId);
  const mappings = stack
    .ofType('AWS::ApiGateway::BasePathMapping')
    .map((part) => part.properties());
  const addresses = apis.flatMap((api) => {
    const host = `${api.apiId}.execute-api.${LOCAL_REGION}.amazonaws.com`;
    const mapped = mappings.filter((mapping) => mapping['RestApiId'] === api.apiId);
    return [
      { address: `https://${host}/${api.stageName}`, api: api.logicalId },
      ...mapped
        .filter((mapping) => domains.includes(scalarText(mapping['DomainName'])))
        .map((mapping) => ({
          address: `https://${scalarText(mapping['DomainName'])}`,
          api: api.logicalId,
        })),
    ];
  });
  rewrite = (text) =>
    addresses.reduce(
      (rewritten, { address, api }) => rewritten.replaceAll(address, () => baseUrlOf(api)),
      text,
    );
  const functions = readFunctions(stack, assembly);
  return {
    template: stack,
    apis,
    functions,
    tables: readTables(stack),
    secrets: readSecrets(stack),
    roles: readRoles(
      stack,
      functions.map(({ roleArn }) => roleArn),
    ),
  };
}

const unchanged = (text: string): string => text;

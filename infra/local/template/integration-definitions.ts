import { StartError } from '../start-error.ts';
import { readMappingTemplate, type MappingTemplate } from '../gateway/mapping-template.ts';
import { functionOfUri } from './authorizer-definitions.ts';
import { isObject, listOf, textOf, type Json, type JsonObject, scalarText } from './template.ts';

/** How a MOCK integration answers for one status code. */
export interface MockResponse {
  readonly statusCode: number;
  /** The mock's status code must fit it; `null`: the default response. */
  readonly selectionPattern: RegExp | null;
  /** Mapping expressions by header. */
  readonly headers: Readonly<Record<string, string>>;
  readonly template: MappingTemplate | null;
}

/** What stands behind a method. */
export type Integration =
  | { readonly kind: 'function'; readonly functionArn: string; readonly timeoutMs: number }
  | {
      readonly kind: 'mock';
      readonly requestTemplate: MappingTemplate | null;
      readonly responses: readonly MockResponse[];
    };

/** The longest that the gateway waits for a function. */
const MAX_TIMEOUT_MS = 29_000;

/** @throws StartError naming an integration that the local gateway can't play */
export function readIntegration(integration: Json | undefined, where: string): Integration {
  const declared = isObject(integration) ? integration : {};
  const type = scalarText(declared['Type']);
  if (type === 'AWS_PROXY') {
    return {
      kind: 'function',
      functionArn: functionOfUri(declared['Uri'], where),
      timeoutMs: Math.min(Number(declared['TimeoutInMillis'] ?? MAX_TIMEOUT_MS), MAX_TIMEOUT_MS),
    };
  }
  if (type === 'MOCK') {
    return {
      kind: 'mock',
      requestTemplate: templateOf(declared['RequestTemplates'], where),
      responses: listOf(declared['IntegrationResponses']).map((response) =>
        readMockResponse(isObject(response) ? response : {}, where),
      ),
    };
  }
  throw new StartError(`${where}: the local edition doesn't know ${type} integrations`);
}

function readMockResponse(response: JsonObject, where: string): MockResponse {
  const pattern = response['SelectionPattern'];
  const parameters = isObject(response['ResponseParameters']) ? response['ResponseParameters'] : {};
  return {
    statusCode: Number(response['StatusCode']),
    selectionPattern: typeof pattern === 'string' ? new RegExp(`^(?:${pattern})$`) : null,
    headers: Object.fromEntries(
      Object.entries(parameters).map(([name, expression]) => [
        name.replace(/^method\.response\.header\./, ''),
        textOf(expression, where),
      ]),
    ),
    template: templateOf(response['ResponseTemplates'], where),
  };
}

const templateOf = (templates: Json | undefined, where: string): MappingTemplate | null => {
  const text = isObject(templates) ? templates['application/json'] : undefined;
  return typeof text === 'string' ? readMappingTemplate(text, where) : null;
};

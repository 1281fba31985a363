import type { Integration } from '../template/integration-definitions.ts';
import type { GatewayAnswer } from './gateway-error.ts';
import { headerOf, type GatewayRequest } from './gateway-request.ts';
import { mapParameter } from './map-parameter.ts';
import type { MappingScope } from './mapping-template.ts';

/** Where a template puts a header of its own: `#set($context.responseOverride.header.X = …)`. */
const HEADER_OVERRIDE = 'context.responseOverride.header.';

/**
 * What a MOCK integration answers, as CORS preflights use it.
 *
 * @returns `null` when its templates name no status code that it has an answer for
 */
export function mockAnswer(
  integration: Extract<Integration, { kind: 'mock' }>,
  request: GatewayRequest,
  context: Readonly<Record<string, string>>,
): GatewayAnswer | null {
  const scope: MappingScope = {
    variables: new Map(),
    header: (name) => headerOf(request, name) ?? '',
    context: (path) => context[path] ?? '',
  };
  const asked = integration.requestTemplate?.(scope) ?? '';
  const statusCode = /["']?statusCode["']?\s*:\s*"?(\d{3})/.exec(asked)?.[1] ?? '';
  const { responses } = integration;
  const response =
    responses.find(({ selectionPattern }) => selectionPattern?.test(statusCode)) ??
    responses.find(({ selectionPattern }) => selectionPattern === null);
  if (statusCode === '' || !response) return null;
  const headers = new Map(
    Object.entries(response.headers).map(([name, expression]) => [
      name.toLowerCase(),
      [name, mapParameter(expression, context, (header) => scope.header(header))] as const,
    ]),
  );
  const body = response.template?.(scope) ?? '';
  for (const [name, value] of scope.variables) {
    if (!name.startsWith(HEADER_OVERRIDE)) continue;
    const header = name.slice(HEADER_OVERRIDE.length);
    headers.set(header.toLowerCase(), [header, String(value)]);
  }
  return { statusCode: response.statusCode, headers: [...headers.values()], body: body.trim() };
}

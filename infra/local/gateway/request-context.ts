import { LOCAL_ACCOUNT } from '../template/stack-template.ts';
import type { ApiDefinition, MethodDefinition } from '../template/api-definitions.ts';
import { headerOf, type GatewayRequest } from './gateway-request.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** @returns the common log format's time: `09/Apr/2015:12:34:56 +0000` */
export function requestTime(arrivedAt: number): string {
  const [date = '', time = ''] = new Date(arrivedAt).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}

/** The `$context` variables that templates and parameters can name. */
export function contextVariables(
  api: ApiDefinition,
  request: GatewayRequest,
  method: MethodDefinition | null,
  authorizerContext: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return {
    accountId: LOCAL_ACCOUNT,
    apiId: api.apiId,
    domainName: 'localhost',
    extendedRequestId: request.extendedRequestId,
    httpMethod: request.method,
    'identity.sourceIp': request.sourceIp,
    'identity.userAgent': headerOf(request, 'user-agent') ?? '',
    path: request.path,
    protocol: request.protocol,
    requestId: request.requestId,
    requestTime: requestTime(request.arrivedAt),
    requestTimeEpoch: String(request.arrivedAt),
    resourceId: method?.resourceId ?? '',
    resourcePath: method?.resourcePath ?? '',
    stage: api.stageName,
    ...Object.fromEntries(
      Object.entries(authorizerContext).map(([name, value]) => [`authorizer.${name}`, value]),
    ),
  };
}

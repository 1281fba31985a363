import type { APIGatewayProxyEvent } from 'aws-lambda';
import { LOCAL_ACCOUNT } from '../template/stack-template.ts';
import type { ApiDefinition } from '../template/api-definitions.ts';
import { headerOf, type GatewayRequest } from './gateway-request.ts';
import { isBinaryType } from './binary-types.ts';
import { requestTime } from './request-context.ts';
import type { Route } from './route-table.ts';

/**
 * The event that a function gets, in payload format 1.0 ("Input format of a Lambda function for
 * proxy integration").
 *
 * @param authorizer what the authorizer said: all texts, `principalId` among them; `null` without one
 */
export function proxyEvent(
  api: ApiDefinition,
  request: GatewayRequest,
  route: Route,
  authorizer: Readonly<Record<string, string>> | null,
): APIGatewayProxyEvent {
  const isBinary = isBinaryType(api, headerOf(request, 'content-type'));
  const query = [...request.query.entries()];
  return {
    resource: route.method.resourcePath,
    path: request.path,
    httpMethod: request.method,
    headers: Object.fromEntries(request.headers),
    multiValueHeaders: grouped(request.headers),
    queryStringParameters: query.length === 0 ? null : Object.fromEntries(query),
    multiValueQueryStringParameters: query.length === 0 ? null : grouped(query),
    pathParameters: route.pathParameters,
    stageVariables: Object.keys(api.stageVariables).length === 0 ? null : { ...api.stageVariables },
    requestContext: {
      accountId: LOCAL_ACCOUNT,
      apiId: api.apiId,
      ...(authorizer === null ? {} : { authorizer }),
      deploymentId: api.deploymentId,
      domainName: 'localhost',
      domainPrefix: 'localhost',
      extendedRequestId: request.extendedRequestId,
      httpMethod: request.method,
      identity: {
        accessKey: null,
        accountId: null,
        apiKey: null,
        apiKeyId: null,
        caller: null,
        clientCert: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: request.sourceIp,
        user: null,
        userAgent: headerOf(request, 'user-agent') ?? null,
        userArn: null,
      },
      path: request.path,
      protocol: request.protocol,
      requestId: request.requestId,
      requestTime: requestTime(request.arrivedAt),
      requestTimeEpoch: request.arrivedAt,
      resourceId: route.method.resourceId,
      resourcePath: route.method.resourcePath,
      stage: api.stageName,
    } as APIGatewayProxyEvent['requestContext'],
    body: request.body.length === 0 ? null : request.body.toString(isBinary ? 'base64' : 'utf8'),
    isBase64Encoded: isBinary && request.body.length > 0,
  };
}

function grouped(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  // The client chooses the names: `constructor` and `__proto__` are names like any other.
  const groups = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of pairs) (groups[name] ??= []).push(value);
  return groups;
}

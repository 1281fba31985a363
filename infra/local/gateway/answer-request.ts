import type { InvocationResult } from '../lambda/invocation.ts';
import type { ApiDefinition, MethodDefinition } from '../template/api-definitions.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../template/stack-template.ts';
import type { RefusalCause, RefusedRequest } from '../refusals/refused-request.ts';
import type { After } from '../timers.ts';
import { gatewayError, type GatewayAnswer, type GatewayErrorType } from './gateway-error.ts';
import { headerOf, type GatewayRequest } from './gateway-request.ts';
import { mockAnswer } from './mock-answer.ts';
import { proxyEvent } from './proxy-event.ts';
import { proxyResponse } from './proxy-response.ts';
import { contextVariables } from './request-context.ts';
import { createRouteTable, type Route } from './route-table.ts';
import {
  createTokenAuthorizer,
  type Authorization,
  type TokenAuthorizer,
} from './token-authorizer.ts';

/** What the gateway needs of the rest. */
export interface GatewayPorts {
  /** Calls a function by its ARN. The id is the invocation's, default: a new one. */
  invoke(functionArn: string, payload: string, requestId?: string): Promise<InvocationResult>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Told why a request got a 5xx, in one line. */
  onProblem(line: string): void;
  /** Told of each request that was turned away for want of a good token or a route. */
  onRefused?(request: RefusedRequest): void;
  readonly after: After;
}

/** Answers requests as one REST API's stage does. It never rejects for what a client sends. */
export function createGateway(
  api: ApiDefinition,
  ports: GatewayPorts,
): (request: GatewayRequest) => Promise<GatewayAnswer> {
  const findRoute = createRouteTable(api.methods);
  const authorizers = new Map<string, TokenAuthorizer>();
  for (const { authorizer } of api.methods) {
    if (!authorizer || authorizers.has(authorizer.logicalId)) continue;
    const invoke = (payload: string, requestId: string) =>
      ports.invoke(authorizer.functionArn, payload, requestId);
    authorizers.set(
      authorizer.logicalId,
      createTokenAuthorizer(authorizer, invoke, () => ports.now()),
    );
  }

  const authorize = (
    request: GatewayRequest,
    { authorizer }: MethodDefinition,
  ): Promise<Authorization> | null => {
    const asked = authorizer && authorizers.get(authorizer.logicalId);
    if (!authorizer || !asked) return null;
    const stage = `arn:aws:execute-api:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${api.apiId}/${api.stageName}`;
    return asked.authorize(
      headerOf(request, authorizer.header),
      `${stage}/${request.method}${request.path}`,
    );
  };

  return async (request) => {
    const route = routeOf(request);
    const refuse = (type: GatewayErrorType, message?: string, problem?: string): GatewayAnswer => {
      const method = route instanceof URIError ? null : (route?.method ?? null);
      const context = contextVariables(api, request, method, {});
      if (problem !== undefined) ports.onProblem(`${request.method} ${request.path}: ${problem}`);
      return gatewayError(api, request, type, context, message);
    };
    const turnAway = (cause: RefusalCause, answer: GatewayAnswer): GatewayAnswer => {
      const { method, path } = request;
      ports.onRefused?.({ statusCode: answer.statusCode, method, path, cause });
      return answer;
    };
    if (route instanceof URIError) return refuse('BAD_REQUEST_PARAMETERS');
    if (route === null) {
      return turnAway({ is: 'no_route' }, refuse('MISSING_AUTHENTICATION_TOKEN'));
    }
    const { integration, authorizer } = route.method;
    const authorization = await authorize(request, route.method);
    switch (authorization?.verdict) {
      case 'unauthorized':
        return turnAway(authorization.cause, refuse('UNAUTHORIZED'));
      case 'denied':
        return turnAway(
          { is: 'denied', authorization: authorization.authorization },
          refuse(
            'ACCESS_DENIED',
            `User is not authorized to access this resource${authorization.isExplicit ? ' with an explicit deny' : ''}`,
          ),
        );
      case 'failed':
        return refuse('AUTHORIZER_FAILURE', undefined, `${authorizer?.logicalId} failed`);
      case 'misconfigured':
        return refuse(
          'AUTHORIZER_CONFIGURATION_ERROR',
          undefined,
          `${authorizer?.logicalId} returned what is no policy`,
        );
      case 'allowed':
      case undefined:
    }
    const granted = authorization?.verdict === 'allowed' ? authorization.context : null;
    if (integration.kind === 'mock') {
      const context = contextVariables(api, request, route.method, granted ?? {});
      return mockAnswer(integration, request, context) ?? refuse('LAMBDA_ERROR');
    }
    const event = proxyEvent(api, request, route, granted);
    const result = await withTimeout(integration.timeoutMs, () =>
      ports.invoke(integration.functionArn, JSON.stringify(event)),
    );
    if (result === null) return refuse('INTEGRATION_TIMEOUT', undefined, 'no answer in time');
    if (result.outcome === 'failed') {
      return refuse('LAMBDA_ERROR', undefined, `${result.errorType}: ${result.errorMessage}`);
    }
    return (
      proxyResponse(api, request, result.payload) ??
      refuse('LAMBDA_ERROR', undefined, 'the function returned a malformed proxy response')
    );
  };

  function routeOf(request: GatewayRequest): Route | URIError | null {
    try {
      return findRoute(request.method, request.path);
    } catch (error) {
      if (error instanceof URIError) return error;
      throw error;
    }
  }

  async function withTimeout<T>(ms: number, work: () => Promise<T>): Promise<T | null> {
    const late = Promise.withResolvers<null>();
    const callOff = ports.after(ms, () => late.resolve(null));
    return Promise.race([work(), late.promise]).finally(callOff);
  }
}

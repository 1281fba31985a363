import type { ApiDefinition } from '../template/api-definitions.ts';
import { headerOf, type GatewayRequest } from './gateway-request.ts';
import { mapParameter, substituteContext } from './map-parameter.ts';

/** The gateway's own answers that this one gives (API Gateway's "Gateway response types"). */
export type GatewayErrorType =
  | 'ACCESS_DENIED'
  | 'AUTHORIZER_CONFIGURATION_ERROR'
  | 'AUTHORIZER_FAILURE'
  | 'BAD_REQUEST_PARAMETERS'
  | 'INTEGRATION_TIMEOUT'
  | 'LAMBDA_ERROR'
  | 'MISSING_AUTHENTICATION_TOKEN'
  | 'REQUEST_TOO_LARGE'
  | 'UNAUTHORIZED';

/** An answer of the gateway to the client. */
export interface GatewayAnswer {
  readonly statusCode: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer | string;
}

interface Default {
  readonly statusCode: number;
  readonly message: string | null;
  /** `x-amzn-ErrorType` */
  readonly errorType: string;
}

const DEFAULTS: Readonly<Record<GatewayErrorType, Default>> = {
  ACCESS_DENIED: {
    statusCode: 403,
    message: 'User is not authorized to access this resource',
    errorType: 'AccessDeniedException',
  },
  AUTHORIZER_CONFIGURATION_ERROR: {
    statusCode: 500,
    message: null,
    errorType: 'AuthorizerConfigurationException',
  },
  AUTHORIZER_FAILURE: { statusCode: 500, message: null, errorType: 'AuthorizerFailureException' },
  BAD_REQUEST_PARAMETERS: {
    statusCode: 400,
    message: 'Bad Request',
    errorType: 'BadRequestException',
  },
  INTEGRATION_TIMEOUT: {
    statusCode: 504,
    message: 'Endpoint request timed out',
    errorType: 'InternalServerErrorException',
  },
  LAMBDA_ERROR: {
    statusCode: 502,
    message: 'Internal server error',
    errorType: 'InternalServerErrorException',
  },
  MISSING_AUTHENTICATION_TOKEN: {
    statusCode: 403,
    message: 'Missing Authentication Token',
    errorType: 'MissingAuthenticationTokenException',
  },
  REQUEST_TOO_LARGE: {
    statusCode: 413,
    message: 'Request Too Long',
    errorType: 'RequestTooLargeException',
  },
  UNAUTHORIZED: { statusCode: 401, message: 'Unauthorized', errorType: 'UnauthorizedException' },
};

/**
 * One of the gateway's own answers, as the template's GatewayResponses word it: the type's own, else
 * DEFAULT_4XX or DEFAULT_5XX, which leave the status code as it is unless they name one.
 *
 * @param message replaces the default one
 */
export function gatewayError(
  api: ApiDefinition,
  request: GatewayRequest,
  type: GatewayErrorType,
  context: Readonly<Record<string, string>>,
  message: string | null = DEFAULTS[type].message,
): GatewayAnswer {
  const { statusCode, errorType } = DEFAULTS[type];
  const custom =
    api.gatewayResponses[type] ??
    api.gatewayResponses[statusCode < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'];
  const scope = {
    ...context,
    'error.message': message ?? '',
    'error.messageString': JSON.stringify(message),
    'error.responseType': type === 'LAMBDA_ERROR' ? 'DEFAULT_5XX' : type,
  };
  const [contentType, template] = templateFor(type, custom?.templates ?? {});
  return {
    statusCode: custom?.statusCode ?? statusCode,
    headers: [
      ['Content-Type', contentType],
      ['x-amzn-ErrorType', errorType],
      ...Object.entries(custom?.headers ?? {}).flatMap(([name, expression]) => {
        const value = mapParameter(expression, scope, (header) => headerOf(request, header));
        return value === '' ? [] : [[name, value] as const];
      }),
    ],
    body: substituteContext(template, scope),
  };
}

function templateFor(
  type: GatewayErrorType,
  templates: Readonly<Record<string, string>>,
): readonly [contentType: string, template: string] {
  const json = templates['application/json'];
  if (json !== undefined) return ['application/json', json];
  const first = Object.entries(templates)[0];
  if (first) return first;
  // A wart of AWS: the authorizer's refusal has a capital M.
  const member = type === 'ACCESS_DENIED' ? 'Message' : 'message';
  return ['application/json', `{"${member}":$context.error.messageString}`];
}

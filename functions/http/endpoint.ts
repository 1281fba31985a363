import createStack from '@middy/core';
import httpCors from '@middy/http-cors';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import httpSecurityHeaders from '@middy/http-security-headers';
import type { Context } from 'aws-lambda';
import type { SecurityLog } from '../core/events/security-event.ts';
import { OAuthError } from '../core/oauth-error.ts';
import { orUnavailable } from '../core/or-unavailable.ts';
import type { GatewayEvent, GatewayHandler, GatewayResponse } from './gateway-event.ts';
import { mergeHeaderNames } from './merge-header-names.ts';
import { ProblemError } from './problem-responses.ts';
import { securityHeaders, type ContentSecurityPolicy } from './security-headers.ts';

/** Where an endpoint's lines go. */
export interface EndpointLog extends SecurityLog {
  error(message: string, error: unknown): void;
  info(message: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
  withContext(context: { readonly requestId?: string }): EndpointLog;
}

/** What every endpoint has from its surroundings. */
export interface EndpointSurroundings {
  readonly log: EndpointLog;
  /** Origins that browsers may call from; an empty list allows none. */
  readonly allowedOrigins: readonly string[];
  /**
   * Resolves when the function has what it can't work without; rejects with what is missing, and the
   * request is answered with 503.
   */
  readonly ready: () => Promise<void>;
}

/** What makes an endpoint the one it is. */
export interface Endpoint {
  /**
   * @param event with header names in lower case
   * @param log puts the request's id on every line
   */
  readonly handle: (event: GatewayEvent, log: EndpointLog) => Promise<GatewayResponse>;
  /** Makes an answer of whatever `handle` threw. */
  readonly errorAnswer: (error: unknown, event: GatewayEvent) => GatewayResponse;
  /** What its answers may do where they are a page; default: nothing. */
  readonly contentSecurityPolicy?: ContentSecurityPolicy;
}

/**
 * Wraps an endpoint into the one middleware stack that all of them have: header names in lower case,
 * CORS, security headers, and every error answered and logged. `@middy/http-error-handler` is left
 * out: it prints the error's cause, and its bodies are not the ones that OAuth asks for.
 *
 * @returns a handler that never rejects for anything in the request
 */
export function createEndpoint(
  { log, allowedOrigins, ready }: EndpointSurroundings,
  { handle, errorAnswer, contentSecurityPolicy }: Endpoint,
): GatewayHandler {
  const requestLog = (event: GatewayEvent, context: { readonly awsRequestId?: string }) => {
    const requestId = event.requestContext?.requestId ?? context.awsRequestId;
    return log.withContext(requestId === undefined ? {} : { requestId });
  };
  // No early timeout: middy would throw it from a timer. Each outside call has a timeout of its own.
  const stack = createStack<GatewayEvent, GatewayResponse>({ timeoutEarlyInMillis: 0 });
  stack
    .before((request) => {
      request.event = mergeHeaderNames(request.event ?? {});
    })
    .use(httpHeaderNormalizer())
    .use(httpSecurityHeaders(securityHeaders(contentSecurityPolicy)));
  if (allowedOrigins.length > 0) {
    stack.use(httpCors({ origins: [...allowedOrigins], exposeHeaders: EXPOSED_HEADERS }));
  }
  // Last in, first to see an error: the answer must be there for the headers to be put on it.
  stack.onError((request) => {
    report(request.error, requestLog(request.event, request.context));
    request.response = errorAnswer(request.error, request.event);
  });
  stack.handler(async (event, context) => {
    // Nothing was done yet: whoever sent this keeps the token and tries again.
    await orUnavailable(ready);
    return handle(event, requestLog(event, context));
  });
  return (event, context) => stack(event, context as Context);
}

/** What a browser's script may read of an answer besides its body. */
const EXPOSED_HEADERS = 'WWW-Authenticate, X-Amzn-Remapped-WWW-Authenticate, Retry-After';

/** A refusal is news for statistics; anything else is broken and needs its stack. */
function report(error: unknown, log: EndpointLog): void {
  if (error instanceof OAuthError && error.cause === undefined) {
    log.info('request refused', { code: error.code, reason: error.reason });
  } else if (error instanceof ProblemError) {
    log.info('request refused', { status: error.status });
  } else {
    log.error('the request failed', error);
  }
}

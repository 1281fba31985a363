import {
  introspectToken,
  type IntrospectionPorts,
} from '../core/authorization/introspect-token.ts';
import { INTROSPECTION_SCOPE } from '../core/scopes.ts';
import { createEndpoint, type EndpointSurroundings } from '../http/endpoint.ts';
import type { GatewayHandler } from '../http/gateway-event.ts';
import { oauthErrorAnswer } from '../http/oauth-responses.ts';
import { readPresentedToken } from '../http/presented-token.ts';
import { dataAnswer, ProblemError, problemAnswer } from '../http/problem-responses.ts';
import { requireScopes } from '../http/require-scopes.ts';
import { readTokenParameters } from '../http/token-parameters.ts';

/** `POST /introspect` (RFC 7662): for callers whose own token has the scope for it. */
export function createIntrospectHandler(
  service: EndpointSurroundings & { readonly ports: IntrospectionPorts },
): GatewayHandler {
  return createEndpoint(service, {
    // RFC 7662 §2.3: what is wrong with the caller's token is said as RFC 6750 §3 says it.
    errorAnswer: (error, event) =>
      error instanceof ProblemError ? problemAnswer(error) : oauthErrorAnswer(error, event),
    async handle(event, log) {
      const ports = { ...service.ports, securityLog: log };
      const { clientId } = requireScopes(event, [INTROSPECTION_SCOPE], ports.clock.now());
      const parameters = readTokenParameters(event, ['application/x-www-form-urlencoded']);
      const token = readPresentedToken(parameters);
      return dataAnswer(await introspectToken(token, clientId, ports));
    },
  });
}

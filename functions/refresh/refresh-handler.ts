import { refreshSession } from '../core/sessions/refresh-session.ts';
import type { SessionPorts } from '../core/sessions/session-ports.ts';
import { readClientCredentials } from '../http/client-credentials.ts';
import { createEndpoint, type EndpointSurroundings } from '../http/endpoint.ts';
import type { GatewayHandler } from '../http/gateway-event.ts';
import { oauthErrorAnswer, tokenAnswer } from '../http/oauth-responses.ts';
import { arrivedAt } from '../http/request-arrival.ts';
import { deviceOf } from '../http/request-device.ts';
import { readTokenParameters } from '../http/token-parameters.ts';
import { readRefreshGrant, unsupportedGrantType } from '../http/token-requests.ts';

/** `POST /refresh`: the refresh grant alone (RFC 6749 §6), as a form or as JSON. */
export function createRefreshHandler(
  service: EndpointSurroundings & { readonly ports: SessionPorts },
): GatewayHandler {
  return createEndpoint(service, {
    errorAnswer: oauthErrorAnswer,
    async handle(event, log) {
      const ports = { ...service.ports, securityLog: log };
      const parameters = readTokenParameters(event, [
        'application/x-www-form-urlencoded',
        'application/json',
      ]);
      const { grant_type: grantType = 'refresh_token' } = parameters;
      if (grantType !== 'refresh_token') throw unsupportedGrantType();
      const credentials = readClientCredentials(event, parameters);
      const grant = readRefreshGrant(parameters);
      const from = { device: deviceOf(event), arrivedAt: arrivedAt(event, ports.clock.now()) };
      return tokenAnswer(await refreshSession({ ...grant, ...credentials, ...from }, ports));
    },
  });
}

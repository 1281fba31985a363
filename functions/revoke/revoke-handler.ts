import { authenticateClient } from '../core/clients/authenticate-client.ts';
import { revokeToken, type RevocationPorts } from '../core/sessions/revoke-token.ts';
import { readClientCredentials } from '../http/client-credentials.ts';
import { createEndpoint, type EndpointSurroundings } from '../http/endpoint.ts';
import type { GatewayHandler } from '../http/gateway-event.ts';
import { oauthErrorAnswer } from '../http/oauth-responses.ts';
import { readPresentedToken } from '../http/presented-token.ts';
import { deviceOf } from '../http/request-device.ts';
import { readTokenParameters } from '../http/token-parameters.ts';

/** `POST /revoke` (RFC 7009): ends the session of a refresh or an access token. */
export function createRevokeHandler(
  service: EndpointSurroundings & { readonly ports: RevocationPorts },
): GatewayHandler {
  return createEndpoint(service, {
    errorAnswer: oauthErrorAnswer,
    async handle(event, log) {
      const ports = { ...service.ports, securityLog: log };
      const parameters = readTokenParameters(event, ['application/x-www-form-urlencoded']);
      const credentials = readClientCredentials(event, parameters);
      const token = readPresentedToken(parameters);
      const device = deviceOf(event);
      const client = await authenticateClient({ ...credentials, device }, ports);
      const clientNamed = credentials.clientId !== null;
      await revokeToken({ token, client, clientNamed, ip: device.ip }, ports);
      // RFC 7009 §2.2: the status says it all.
      return { statusCode: 200, headers: { 'Cache-Control': 'no-store' }, body: '' };
    },
  });
}

import { grantClientCredentials } from '../core/clients/grant-client-credentials.ts';
import { refreshSession } from '../core/sessions/refresh-session.ts';
import { signIn, type SignInPorts } from '../core/sign-in.ts';
import { readClientCredentials } from '../http/client-credentials.ts';
import { createEndpoint, type EndpointSurroundings } from '../http/endpoint.ts';
import type { GatewayHandler } from '../http/gateway-event.ts';
import { oauthErrorAnswer, tokenAnswer } from '../http/oauth-responses.ts';
import { arrivedAt } from '../http/request-arrival.ts';
import { deviceOf } from '../http/request-device.ts';
import { readTokenParameters } from '../http/token-parameters.ts';
import * as requests from '../http/token-requests.ts';

/** `POST /token` (RFC 6749 §3.2): the password, the refresh and the client-credentials grant. */
export function createLoginHandler(
  service: EndpointSurroundings & { readonly ports: SignInPorts; readonly passwordGrant: boolean },
): GatewayHandler {
  return createEndpoint(service, {
    errorAnswer: oauthErrorAnswer,
    async handle(event, log) {
      const ports = { ...service.ports, securityLog: log };
      const parameters = readTokenParameters(event, ['application/x-www-form-urlencoded']);
      const grantType = requests.grantTypeOf(parameters);
      const credentials = readClientCredentials(event, parameters);
      const from = { device: deviceOf(event), arrivedAt: arrivedAt(event, ports.clock.now()) };
      if (grantType === 'password' && service.passwordGrant) {
        const grant = requests.readPasswordGrant(parameters);
        return tokenAnswer(await signIn({ ...grant, ...credentials, ...from }, ports));
      }
      if (grantType === 'client_credentials') {
        const scope = requests.readRequestedScope(parameters);
        return tokenAnswer(await grantClientCredentials({ scope, ...credentials, ...from }, ports));
      }
      if (grantType !== 'refresh_token') throw requests.unsupportedGrantType();
      const grant = requests.readRefreshGrant(parameters);
      return tokenAnswer(await refreshSession({ ...grant, ...credentials, ...from }, ports));
    },
  });
}

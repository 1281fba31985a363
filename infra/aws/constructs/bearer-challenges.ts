import { Aspects, Stack } from 'aws-cdk-lib';
import { CfnGatewayResponse, ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  bearerAnswers,
  corsHeaders,
  type GatewayResponsesProps,
  quoted,
} from './gateway-responses.ts';

/**
 * Lets the gateway of somebody's own API say `WWW-Authenticate: Bearer` (RFC 6750 §3) when it refuses a
 * request by the authorizer. Answers that the API's owner has declared are left as they are, and what
 * DEFAULT_4XX would have added, CORS headers perhaps, is added to ours: a more special answer would
 * else take it away.
 *
 * It is done at synthesis, when everything has been declared; another service may have done it.
 */
export function addBearerChallenges(
  api: RestApi,
  props: Pick<GatewayResponsesProps, 'realm' | 'corsAllowedOrigins'>,
): void {
  let isDone = false;
  Aspects.of(api).add({
    visit() {
      if (isDone) return;
      isDone = true;
      const declared = responsesOf(api);
      const inherited = declared.find(
        ({ responseType }) => responseType === ResponseType.DEFAULT_4XX.responseType,
      );
      for (const { id, type, headers, body } of bearerAnswers(props)) {
        if (declared.some(({ responseType }) => responseType === type.responseType)) continue;
        const response = api.addGatewayResponse(id, {
          type,
          responseHeaders: quoted({ ...corsHeaders(props.corsAllowedOrigins), ...headers }),
          templates: { 'application/json': JSON.stringify(body) },
        });
        const resource = response.node.defaultChild as CfnGatewayResponse;
        const parameters: unknown = Stack.of(api).resolve(inherited?.responseParameters);
        for (const [name, value] of Object.entries({ ...(parameters as object | undefined) })) {
          if (Object.hasOwn(resource.responseParameters ?? {}, name)) continue;
          resource.addPropertyOverride(`ResponseParameters.${name.replaceAll('.', '\\.')}`, value);
        }
      }
    },
  });
}

/** @returns the answers that the API's stack declares for it, at whichever level */
function responsesOf(api: RestApi): readonly CfnGatewayResponse[] {
  const stack = Stack.of(api);
  const isOurs = (restApiId: unknown): boolean =>
    JSON.stringify(stack.resolve(restApiId)) === JSON.stringify(stack.resolve(api.restApiId));
  return stack.node
    .findAll()
    .filter((construct) => construct instanceof CfnGatewayResponse)
    .filter(({ restApiId }) => isOurs(restApiId));
}

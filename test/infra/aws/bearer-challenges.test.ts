import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  CfnGatewayResponse,
  MockIntegration,
  ResponseType,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { TokenServiceProps } from '../../../infra/aws/constructs/token-service-props.ts';
import { TokenService } from '../../../infra/aws/constructs/token-service.ts';
import { functionBundles } from './service-template.ts';

/** Somebody's API beside the service, and the gateway's answers that its template has in the end. */
function answersOf(
  props: TokenServiceProps,
  declare: (api: RestApi, stack: Stack) => void = () => {},
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const stack = new Stack(new App(), 'Shop');
  const service = new TokenService(stack, 'Tokens', { functionBundles, ...props });
  const api = new RestApi(stack, 'Api', { cloudWatchRole: false });
  service.protect(api.root.addMethod('GET', new MockIntegration()));
  // After the guard, so that nobody has to know in which order things are written down.
  declare(api, stack);
  const id: unknown = stack.resolve(api.restApiId);
  const responses = Object.values(
    Template.fromStack(stack).findResources('AWS::ApiGateway::GatewayResponse'),
  ).map(({ Properties }) => Properties as Record<string, unknown>);
  const ours = responses.filter(
    ({ RestApiId }) => JSON.stringify(RestApiId) === JSON.stringify(id),
  );
  const types = ours.map(({ ResponseType: type }) => type);
  expect(new Set(types).size).toBe(types.length);
  return Object.fromEntries(
    ours.map((one) => [
      String(one['ResponseType']),
      one['ResponseParameters'] as Record<string, string>,
    ]),
  );
}

const header = (name: string): string => `gatewayresponse.header.${name}`;

test('the gateway of an API that is guarded says what a token is needed for', () => {
  const answers = answersOf({ realm: 'shop' });
  expect(Object.keys(answers).toSorted()).toEqual(['ACCESS_DENIED', 'UNAUTHORIZED']);
  expect(answers['UNAUTHORIZED']?.[header('WWW-Authenticate')]).toBe(`'Bearer realm="shop"'`);
  expect(answers['ACCESS_DENIED']?.[header('WWW-Authenticate')]).toBe(
    `'Bearer realm="shop", error="insufficient_scope"'`,
  );
});

test('an answer that the owner has declared stays as it is', () => {
  const answers = answersOf({}, (api, stack) => {
    api.addGatewayResponse('Own', {
      type: ResponseType.UNAUTHORIZED,
      responseHeaders: { 'X-Own': "'yes'" },
    });
    const low = new CfnGatewayResponse(stack, 'Low', {
      restApiId: api.restApiId,
      responseType: 'ACCESS_DENIED',
      responseParameters: { [header('X-Low')]: "'yes'" },
    });
    expect(low.restApiId).toBe(api.restApiId);
  });
  expect(answers).toEqual({
    UNAUTHORIZED: { [header('X-Own')]: "'yes'" },
    ACCESS_DENIED: { [header('X-Low')]: "'yes'" },
  });
});

test('headers that the owner gives every error are not lost', () => {
  const origin = header('Access-Control-Allow-Origin');
  const answers = answersOf({}, (api) =>
    api.addGatewayResponse('All', {
      type: ResponseType.DEFAULT_4XX,
      responseHeaders: {
        'Access-Control-Allow-Origin': "'https://shop.example.com'",
        'WWW-Authenticate': "'Basic'",
      },
    }),
  );
  expect(answers['UNAUTHORIZED']).toMatchObject({
    [origin]: "'https://shop.example.com'",
    [header('WWW-Authenticate')]: `'Bearer realm="latchkey"'`,
  });
});

test('a page that the service allows may read them', () => {
  const answers = answersOf({ corsAllowedOrigins: ['https://app.example.com'] });
  expect(answers['UNAUTHORIZED']?.[header('Access-Control-Allow-Origin')]).toBe(
    "'https://app.example.com'",
  );
});

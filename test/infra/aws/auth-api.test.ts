/* oxlint-disable jest/expect-expect -- the template's own assertions throw */
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { IDENTITY_REGEX } from '../../../infra/aws/constructs/api-guard.ts';
import { serviceStack, serviceTemplate } from './service-template.ts';

let template: Template;
beforeAll(() => {
  template = serviceTemplate();
});

test('the API is regional, with a literal stage', () => {
  template.hasResourceProperties('AWS::ApiGateway::RestApi', {
    EndpointConfiguration: { Types: ['REGIONAL'] },
  });
  template.hasResourceProperties('AWS::ApiGateway::Stage', { StageName: 'v1' });
});

test('nothing of the whole account changes, and no output is added', () => {
  template.resourceCountIs('AWS::ApiGateway::Account', 0);
  template.templateMatches({ Outputs: Match.absent() });
});

test('the token routes are throttled one by one', () => {
  const throttled = serviceTemplate({ tokenRateLimit: 7, tokenBurstLimit: 9 });
  throttled.hasResourceProperties('AWS::ApiGateway::Stage', {
    MethodSettings: Match.arrayWith([
      Match.objectLike({
        HttpMethod: 'POST',
        ResourcePath: '/~1token',
        ThrottlingRateLimit: 7,
        ThrottlingBurstLimit: 9,
      }),
      Match.objectLike({
        HttpMethod: 'POST',
        ResourcePath: '/~1refresh',
        ThrottlingRateLimit: 500,
        ThrottlingBurstLimit: 1000,
      }),
      Match.objectLike({
        HttpMethod: 'POST',
        ResourcePath: '/~1revoke',
        ThrottlingRateLimit: 500,
        ThrottlingBurstLimit: 1000,
      }),
    ]),
  });
});

test('the stage goes live only when the first keys are made', () => {
  const [keys] = Object.keys(template.findResources('Custom::LatchkeyKeys'));
  template.hasResource('AWS::ApiGateway::Stage', { DependsOn: Match.arrayWith([keys]) });
});

describe('the issuer', () => {
  test('is the execute-api URL, written without the stage resource', () => {
    const { service, stack } = serviceStack({ stageName: 'live' });
    expect(stack.resolve(service.issuerUrl)).toEqual({
      'Fn::Join': [
        '',
        [
          'https://',
          stack.resolve(service.api.restApiId),
          '.execute-api.',
          { Ref: 'AWS::Region' },
          '.',
          { Ref: 'AWS::URLSuffix' },
          '/live',
        ],
      ],
    });
  });

  test('is the custom domain where there is one', () => {
    const other = serviceStack().stack;
    const arn = 'arn:aws:acm:eu-west-1:111122223333:certificate/1';
    const certificate = Certificate.fromCertificateArn(other, 'Certificate', arn);
    const { service, stack } = serviceStack({ domainName: 'auth.example.com', certificate });
    expect(service.issuerUrl).toBe('https://auth.example.com');
    expect(service.url).toBe('https://auth.example.com');
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::DomainName', {
      DomainName: 'auth.example.com',
      RegionalCertificateArn: arn,
      SecurityPolicy: 'TLS_1_2',
    });
    Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::BasePathMapping', 1);
  });

  test('is what it is given, while the API stays where it is', () => {
    const { service, stack } = serviceStack({ issuer: 'https://example.com/auth' });
    expect(service.issuerUrl).toBe('https://example.com/auth');
    expect(stack.resolve(service.url)).toHaveProperty(['Fn::Join']);
  });
});

describe('the authorizer', () => {
  test('is of type TOKEN, with an identity regex and an explicit cache TTL', () => {
    template.hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'TOKEN',
      IdentitySource: 'method.request.header.Authorization',
      IdentityValidationExpression: IDENTITY_REGEX,
      AuthorizerResultTtlInSeconds: 60,
    });
  });

  test.each(['Bearer a-b.c_d.e', 'bearer a.b.c', 'BEARER  a.b.c'])(
    'is asked about %s',
    (header) => {
      expect(header).toMatch(new RegExp(IDENTITY_REGEX));
    },
  );

  test.each([
    '',
    'Bearer',
    'Bearer a.b',
    'Bearer a.b.c.d',
    'Bearer a.b.c=',
    'Bearer a.b.c, Bearer a.b.c',
    'Basic a.b.c',
    'Bearera.b.c',
    ' Bearer a.b.c',
    'Bearer a.b.c\n',
  ])('is spared %j', (header) => {
    expect(header).not.toMatch(new RegExp(IDENTITY_REGEX));
  });
});

const hasAnswer = (of: Template, type: string, headers: Record<string, string>) =>
  of.hasResourceProperties('AWS::ApiGateway::GatewayResponse', {
    ResponseType: type,
    ResponseParameters: Match.objectLike(
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [`gatewayresponse.header.${name}`, value]),
      ),
    ),
  });

describe('the gateway’s own answers', () => {
  test('challenge for a bearer token', () => {
    hasAnswer(template, 'UNAUTHORIZED', { 'WWW-Authenticate': `'Bearer realm="latchkey"'` });
    hasAnswer(serviceTemplate({ realm: 'Orders' }), 'ACCESS_DENIED', {
      'WWW-Authenticate': `'Bearer realm="Orders", error="insufficient_scope"'`,
    });
  });

  test('say when to come back', () => {
    hasAnswer(template, 'THROTTLED', { 'Retry-After': `'1'` });
  });

  test.each(['UNAUTHORIZED', 'ACCESS_DENIED', 'DEFAULT_4XX', 'DEFAULT_5XX'])(
    'of type %s can be read by an allowed page',
    (type) => {
      const one = serviceTemplate({ corsAllowedOrigins: ['https://app.example.com'] });
      hasAnswer(one, type, { 'Access-Control-Allow-Origin': `'https://app.example.com'` });
      const two = serviceTemplate({
        corsAllowedOrigins: ['https://a.example', 'https://b.example'],
      });
      hasAnswer(two, type, { 'Access-Control-Allow-Origin': `'*'` });
    },
  );

  test('have no CORS headers where no page is allowed', () => {
    expect(JSON.stringify(template.toJSON())).not.toContain('Access-Control');
    template.resourcePropertiesCountIs('AWS::ApiGateway::Method', { HttpMethod: 'OPTIONS' }, 0);
  });
});

test('every resource answers preflights of allowed pages', () => {
  const cors = serviceTemplate({ corsAllowedOrigins: ['https://app.example.com'] });
  const resources = Object.keys(cors.findResources('AWS::ApiGateway::Resource')).length;
  // One more for the root.
  const preflights = { HttpMethod: 'OPTIONS', AuthorizationType: 'NONE' };
  cors.resourcePropertiesCountIs('AWS::ApiGateway::Method', preflights, resources + 1);
});

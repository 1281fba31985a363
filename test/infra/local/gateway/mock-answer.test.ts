import { mockAnswer } from '../../../../infra/local/gateway/mock-answer.ts';
import { readMappingTemplate } from '../../../../infra/local/gateway/mapping-template.ts';
import type { GatewayRequest } from '../../../../infra/local/gateway/gateway-request.ts';
import { readIntegration } from '../../../../infra/local/template/integration-definitions.ts';

/** A preflight's integration as the CDK writes it for two origins. */
const PREFLIGHT = readIntegration(
  {
    Type: 'MOCK',
    RequestTemplates: { 'application/json': '{ statusCode: 204 }' },
    IntegrationResponses: [
      {
        StatusCode: '204',
        ResponseParameters: {
          'method.response.header.Access-Control-Allow-Origin': "'https://one.example'",
          'method.response.header.Vary': "'Origin'",
        },
        ResponseTemplates: {
          'application/json': [
            '#set($origin = $input.params().header.get("Origin"))',
            '#if($origin == "")',
            '  #set($origin = $input.params().header.get("origin"))',
            '#end',
            '#if($origin == "https://two.example" || $origin == "https://three.example")',
            '  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)',
            '#end',
          ].join('\n'),
        },
      },
    ],
  },
  'Options (AWS::ApiGateway::Method)',
);

const request = (headers: Record<string, string>): GatewayRequest =>
  ({ headers: Object.entries(headers) }) as unknown as GatewayRequest;
const answer = (headers: Record<string, string>) => {
  if (PREFLIGHT.kind !== 'mock') throw new Error('not a mock');
  const { statusCode, headers: sent, body } = mockAnswer(PREFLIGHT, request(headers), {}) ?? {};
  return { statusCode, headers: Object.fromEntries(sent ?? []), body };
};

describe('a CORS preflight', () => {
  it.each([
    [{}, 'https://one.example'],
    [{ Origin: 'https://evil.example' }, 'https://one.example'],
    [{ Origin: 'https://two.example' }, 'https://two.example'],
    [{ origin: 'https://three.example' }, 'https://three.example'],
  ])('for %j allows %s', (headers, allowed) => {
    expect(answer(headers as Record<string, string>)).toEqual({
      statusCode: 204,
      headers: { 'Access-Control-Allow-Origin': allowed, Vary: 'Origin' },
      body: '',
    });
  });
});

const render = (template: string, headers: Record<string, string> = {}): string =>
  readMappingTemplate(
    template,
    'Method',
  )({
    variables: new Map(),
    header: (name) => headers[name] ?? '',
    context: (path) => `<${path}>`,
  });

describe('mapping templates', () => {
  it.each([
    ['plain # text with $ signs', 'plain # text with $ signs'],
    ['$context.requestId!', '<requestId>!'],
    ['#set($a = "x")[$a]', '[x]'],
    ['#if(1 == 2)a#elseif(true)b#else c#end', 'b'],
    ['#if(!(1 == 1) || (true && "a" != "b"))yes#else no#end', 'yes'],
    ['#set($o = $input.params("O"))#if($o.matches("h.*"))m#end', 'm'],
  ])('%s', (template, expected) => {
    expect(render(template, { O: 'http' })).toBe(expected);
  });

  it.each(['#if("https://a.example".length)x#end', '#foreach($x in $y)#end', '#if(true)open'])(
    'stop at %s',
    (template) => {
      expect(() => render(template)).toThrow("Method: the local edition can't run");
    },
  );
});

import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { GatewayRequest } from '../../../../infra/local/gateway/gateway-request.ts';
import type { GatewayAnswer } from '../../../../infra/local/gateway/gateway-error.ts';
import { createGatewayServer } from '../../../../infra/local/gateway/serve-gateway.ts';
import { listenLocally, type LocalServer } from '../../../../infra/local/listen-locally.ts';
import type { ApiDefinition } from '../../../../infra/local/template/api-definitions.ts';

const API: ApiDefinition = {
  logicalId: 'Api',
  apiId: 'api',
  stageName: 'v1',
  stageVariables: {},
  deploymentId: 'd',
  binaryMediaTypes: [],
  minimumCompressionSize: null,
  methods: [],
  gatewayResponses: {},
};
const FINE: GatewayAnswer = { statusCode: 200, headers: [], body: '{}' };
let listening: LocalServer;

async function open(answer: (request: GatewayRequest) => GatewayAnswer, now = () => 0) {
  const problems: string[] = [];
  const gateway = createGatewayServer(now, (line) => problems.push(line));
  listening = await listenLocally(gateway.server, 0);
  gateway.open({ api: API, answer: async (request) => answer(request) });
  return { ...gateway, problems, url: `http://127.0.0.1:${listening.port}/a` };
}

afterEach(() => listening.stop());

it.each<[string, () => GatewayAnswer]>([
  [
    'is thrown',
    () => {
      throw new TypeError('unforeseen');
    },
  ],
  [
    'is a header that HTTP has no place for',
    () => ({
      statusCode: 200,
      headers: [
        ['X-Set', 'before'],
        ['bad name', 'x'],
      ],
      body: '{}',
    }),
  ],
])(
  'what nobody expects is a 500 and a line, never a dropped connection: it %s',
  async (_what, answer) => {
    const { url, problems } = await open(answer);
    const response = await fetch(url);
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ message: 'Internal server error' });
    expect(response.headers.get('x-set')).toBeNull();
    expect(problems).toEqual([expect.stringMatching(/^GET \/a: TypeError.*: /)]);
  },
);

it('a request arrives when all of it is there: a slow body puts no earlier time on it', async () => {
  let now = 1000;
  const arrivals: number[] = [];
  const { server, url } = await open(
    ({ arrivedAt }) => {
      arrivals.push(arrivedAt);
      return FINE;
    },
    () => now,
  );
  const request = httpRequest(url, { method: 'POST', headers: { 'content-length': 2 } });
  const begun = once(server, 'request');
  request.write('a');
  await begun;
  now = 9000;
  request.end('b');
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  expect(arrivals).toEqual([9000]);
});

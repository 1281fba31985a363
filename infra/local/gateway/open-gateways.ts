import { listenLocally, type LocalServer } from '../listen-locally.ts';
import type { RefusedRequest } from '../refusals/refused-request.ts';
import { afterTimer } from '../timers.ts';
import type { Shutdown } from '../shutdown.ts';
import type { ApiDefinition } from '../template/api-definitions.ts';
import { createGateway, type GatewayPorts } from './answer-request.ts';
import { createGatewayServer, type GatewayServer } from './serve-gateway.ts';

const PAGES = {
  docs: 'GET /docs',
  token: 'POST /token',
  keys: 'GET /.well-known/jwks.json',
} as const;

/** Where the API that gives tokens has what people look for; a stack's outputs needn't name it. */
export type Pages = Readonly<Partial<Record<keyof typeof PAGES, string>>>;

/** The gateways of a stack: they listen at once, and answer when they are opened. */
export interface Gateways {
  /** Each API's address, by logical id. */
  readonly urls: Readonly<Record<string, string>>;
  readonly pages: Pages;
  /**
   * @param apis the same APIs, whose answers may name the addresses by now
   * @param invoke calls a function by its ARN
   */
  open(apis: readonly ApiDefinition[], invoke: GatewayPorts['invoke']): void;
}

/**
 * Listens for each API: the one that gives tokens at `port`, or else the first, and the others at the
 * ports after it.
 *
 * @throws StartError when a port is taken
 */
export async function openGateways(
  apis: readonly ApiDefinition[],
  port: number,
  ports: Pick<GatewayPorts, 'onProblem' | 'onRefused'> & { readonly clock: { now(): number } },
  shutdown: Shutdown,
): Promise<Gateways> {
  const now = (): number => ports.clock.now();
  const onProblem = (line: string): void => ports.onProblem(line);
  const onRefused = (request: RefusedRequest): void => ports.onRefused?.(request);
  const urls: Record<string, string> = {};
  const servers = new Map<string, GatewayServer>();
  const ordered = tokensFirst(apis);
  for (const [at, api] of ordered.entries()) {
    const gateway = createGatewayServer(now, onProblem);
    const listening = await listenLocally(gateway.server, port === 0 ? 0 : port + at);
    shutdown.add(() => listening.stop());
    await listenOnIpv6Too(createGatewayServer(now, onProblem), listening, gateway, shutdown);
    urls[api.logicalId] = `http://localhost:${listening.port}`;
    servers.set(api.logicalId, gateway);
  }
  return {
    urls,
    pages: pagesOf(ordered[0], urls),
    open(finalApis, invoke) {
      for (const api of finalApis) {
        const answer = createGateway(api, { invoke, now, onProblem, onRefused, after: afterTimer });
        servers.get(api.logicalId)?.open({ api, answer });
      }
    },
  };
}

/** An API of somebody's own may come before the service's in the template: people look for tokens. */
const tokensFirst = (apis: readonly ApiDefinition[]): readonly ApiDefinition[] =>
  apis.toSorted((one, other) => Number(givesTokens(other)) - Number(givesTokens(one)));

const givesTokens = ({ methods }: ApiDefinition): boolean =>
  methods.some((one) => one.httpMethod === 'POST' && one.resourcePath === '/token');

function pagesOf(api: ApiDefinition | undefined, urls: Gateways['urls']): Pages {
  const routes = new Set(api?.methods.map((one) => `${one.httpMethod} ${one.resourcePath}`));
  const here = Object.entries(PAGES).filter(([, route]) => routes.has(route));
  const address = urls[api?.logicalId ?? ''] ?? '';
  return Object.fromEntries(here.map(([name, route]) => [name, address + route.split(' ')[1]]));
}

/** `localhost` is `::1` for some clients. A machine without IPv6 does without. */
async function listenOnIpv6Too(
  second: GatewayServer,
  first: LocalServer,
  gateway: GatewayServer,
  shutdown: Shutdown,
): Promise<void> {
  second.server.removeAllListeners('request');
  second.server.on('request', (request, response) =>
    gateway.server.emit('request', request, response),
  );
  try {
    const listening = await listenLocally(second.server, first.port, '::1');
    shutdown.add(() => listening.stop());
  } catch {
    // Nothing is lost: 127.0.0.1 answers.
  }
}

import type { LocalServer } from '../listen-locally.ts';
import type { Shutdown } from '../shutdown.ts';
import { serveAwsEndpoint, type AwsEndpointOptions, type AwsService } from './aws-endpoint.ts';

/** The AWS services that a local edition plays. */
export interface LocalServices {
  readonly dynamoDb: AwsService;
  readonly secretsManager: AwsService;
  readonly lambda: AwsService;
}

/** Where they listen, `http://127.0.0.1:…`. */
export interface EndpointUrls {
  readonly dynamoDbUrl: string;
  readonly secretsManagerUrl: string;
  readonly lambdaUrl: string;
}

/** Serves each on a free port until the shutdown. */
export async function openEndpoints(
  services: LocalServices,
  options: AwsEndpointOptions,
  shutdown: Pick<Shutdown, 'add'>,
): Promise<EndpointUrls> {
  const serve = async (service: AwsService): Promise<string> => {
    const server: LocalServer = await serveAwsEndpoint(service, options);
    shutdown.add(() => server.stop());
    return `http://127.0.0.1:${server.port}`;
  };
  const [dynamoDbUrl, secretsManagerUrl, lambdaUrl] = await Promise.all([
    serve(services.dynamoDb),
    serve(services.secretsManager),
    serve(services.lambda),
  ]);
  return { dynamoDbUrl, secretsManagerUrl, lambdaUrl };
}

import { KEY_SET_MAX_AGE_SECONDS } from '../core/keys/key-timing.ts';
import type { KeySetSource } from '../core/keys/key-rings.ts';
import {
  openidConfiguration,
  serverMetadata,
  type MetadataSettings,
} from '../core/metadata/server-metadata.ts';
import { createEndpoint, type EndpointSurroundings } from '../http/endpoint.ts';
import type { GatewayHandler } from '../http/gateway-event.ts';
import { problemAnswerOf } from '../http/oauth-error-problem.ts';
import { ProblemError } from '../http/problem-responses.ts';
import { publicDocument } from './public-document.ts';

/** `GET /.well-known/…`: the public keys (RFC 7517 §5) and the metadata (RFC 8414 §3). */
export function createMetadataHandler(
  service: EndpointSurroundings & {
    readonly keys: Pick<KeySetSource, 'all'>;
    readonly settings: MetadataSettings;
  },
): GatewayHandler {
  const documents: Readonly<Record<string, () => unknown>> = {
    '/.well-known/jwks.json': async () => service.keys.all(),
    '/.well-known/openid-configuration': () => openidConfiguration(service.settings),
    '/.well-known/oauth-authorization-server': () => serverMetadata(service.settings),
  };
  return createEndpoint(service, {
    errorAnswer: problemAnswerOf,
    async handle({ resource = '' }) {
      const document = Object.hasOwn(documents, resource) ? documents[resource] : undefined;
      if (document === undefined) {
        throw new ProblemError(404, 'Not Found', 'There is no such document.');
      }
      return publicDocument(await document(), KEY_SET_MAX_AGE_SECONDS);
    },
  });
}

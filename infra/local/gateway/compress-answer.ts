import { gzipSync } from 'node:zlib';
import type { ApiDefinition } from '../template/api-definitions.ts';
import type { GatewayAnswer } from './gateway-error.ts';
import { headerOf, type GatewayRequest } from './gateway-request.ts';

/**
 * Compresses what the API's `MinimumCompressionSize` makes large enough, for clients that take gzip
 * ("Receive an API response with a compressed payload"). What is encoded already stays as it is.
 */
export function compressAnswer(
  { minimumCompressionSize }: Pick<ApiDefinition, 'minimumCompressionSize'>,
  request: GatewayRequest,
  answer: GatewayAnswer,
): GatewayAnswer {
  if (minimumCompressionSize === null) return answer;
  const isEncoded = answer.headers.some(([name]) => name.toLowerCase() === 'content-encoding');
  const isLarge = Buffer.byteLength(answer.body) >= minimumCompressionSize;
  if (isEncoded || !isLarge || !takesGzip(headerOf(request, 'accept-encoding'))) return answer;
  return {
    ...answer,
    headers: [...answer.headers, ['Content-Encoding', 'gzip']],
    body: gzipSync(answer.body),
  };
}

/** Without the header a client would take anything (RFC 9110 §12.5.3); the gateway wants it said. */
const takesGzip = (header: string | undefined): boolean =>
  (header ?? '')
    .split(',')
    .some((coding) => /^\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(coding));

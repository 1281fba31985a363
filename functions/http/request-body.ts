import { OAuthError } from '../core/oauth-error.ts';
import type { GatewayEvent } from './gateway-event.ts';
import { singleHeader } from './single-header.ts';

/** The media types that a token endpoint may read. */
export type MediaType = 'application/x-www-form-urlencoded' | 'application/json';

/** A request to a token endpoint is a few hundred bytes; the longest token is under one kilobyte. */
const MAX_BYTES = 16 * 1024;

const CONTENT_TYPE = /^([^\s;]+)\s*(?:;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Reads a request's body as text.
 *
 * @param accepted the media types that this endpoint reads
 * @returns the text, of which every character is well-formed and none is NUL, and its type
 * @throws OAuthError `invalid_request`, with status 415 for another type, charset or compression and
 *   413 for more than 16 KiB; that is measured before anything is decoded
 */
export function readBody(
  event: GatewayEvent,
  accepted: readonly MediaType[],
): { readonly mediaType: MediaType; readonly text: string } {
  const mediaType = mediaTypeOf(event, accepted);
  const body = event.body ?? '';
  const text = event.isBase64Encoded ? decodeBase64(body) : body;
  if (text.length > MAX_BYTES || Buffer.byteLength(text) > MAX_BYTES) throw tooLarge();
  if (!text.isWellFormed() || text.includes('\0')) throw notText();
  return { mediaType, text };
}

function mediaTypeOf(event: GatewayEvent, accepted: readonly MediaType[]): MediaType {
  const [, name] = CONTENT_TYPE.exec(singleHeader(event, 'content-type') ?? '') ?? [];
  const mediaType = accepted.find((candidate) => candidate === name?.toLowerCase());
  const encoding = singleHeader(event, 'content-encoding')?.toLowerCase() ?? 'identity';
  if (mediaType === undefined || encoding !== 'identity') {
    throw new OAuthError(
      'invalid_request',
      `The content type must be ${accepted.join(' or ')}, in UTF-8 and not compressed.`,
      'media_type',
      { status: 415 },
    );
  }
  return mediaType;
}

function decodeBase64(body: string): string {
  if (body.length > Math.ceil(MAX_BYTES / 3) * 4) throw tooLarge();
  if (!BASE64.test(body)) throw notText();
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Buffer.from(body, 'base64'),
    );
  } catch {
    // Without its cause: the decoder's message is no news, and a body has no place in a log.
    throw notText();
  }
}

const tooLarge = (): OAuthError =>
  new OAuthError('invalid_request', 'The request body is too large.', 'body_too_large', {
    status: 413,
  });

const notText = (): OAuthError =>
  new OAuthError('invalid_request', 'The request body is not well-formed UTF-8.', 'body_not_text');

import { createHash } from 'node:crypto';
import type { GatewayEvent, GatewayResponse } from '../http/gateway-event.ts';
import {
  describeService,
  type DocumentSettings,
  type OpenApiDocument,
} from './describe-service.ts';

/** The files that the build made. */
export interface SiteFiles {
  /** @returns the text of one of the build's files */
  read(name: string): string;
  /** @returns the names of what the page loads; each changes with its content */
  assets(): readonly string[];
}

/** What the routes serve. */
export interface Site {
  /** @returns `null` when there is nothing of that name */
  answer(event: GatewayEvent): GatewayResponse | null;
}

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * Serves text only: a REST API hands binary answers on by the request's Accept header, which is the
 * browser's to choose. Nothing is compressed here either: the API's gateway does that for answers of
 * this size. A file is read when it is asked for the first time.
 *
 * @param describe makes the document of the service out of the build's
 */
export function createSite(
  files: SiteFiles,
  settings: DocumentSettings & { readonly passwordGrant: boolean },
): Site {
  const kept = new Map<string, string>();
  const once = (name: string, make: () => string): string => {
    const text = kept.get(name) ?? make();
    kept.set(name, text);
    return text;
  };
  const document = (): string => {
    const text = files.read(
      settings.passwordGrant ? 'openapi.json' : 'openapi-without-passwords.json',
    );
    return JSON.stringify(describeService(JSON.parse(text) as OpenApiDocument, settings));
  };

  return {
    answer(event) {
      if (event.resource === '/openapi.json') {
        const answer = current(event, once('openapi.json', document), 'application/json');
        // For the tools of every origin; it carries nothing of the caller's.
        return { ...answer, headers: { ...answer.headers, 'Access-Control-Allow-Origin': '*' } };
      }
      if (event.resource === '/docs') {
        // What the page loads, it names relative to /docs: with a slash behind, that would be missed.
        if (event.path?.endsWith('/')) return movedTo('../docs');
        const page = once('docs.html', () => files.read('docs.html'));
        return current(event, page, 'text/html; charset=utf-8');
      }
      const name = event.pathParameters?.['asset'] ?? '';
      if (!files.assets().includes(name)) return null;
      return forEver(
        once(name, () => files.read(`assets/${name}`)),
        name,
      );
    },
  };
}

/** An answer that a browser keeps, and asks each time whether it still holds (RFC 9110 §13.1.2). */
function current(event: GatewayEvent, body: string, contentType: string): GatewayResponse {
  // Weak: the gateway may compress it.
  const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = { 'Cache-Control': 'no-cache', ETag: etag };
  if (event.headers?.['if-none-match']?.includes(etag)) {
    return { statusCode: 304, headers, body: '' };
  }
  return { statusCode: 200, headers: { ...headers, 'Content-Type': contentType }, body };
}

const forEver = (body: string, name: string): GatewayResponse => ({
  statusCode: 200,
  headers: {
    'Content-Type': TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain; charset=utf-8',
    'Cache-Control': 'public, max-age=31536000, immutable',
  },
  body,
});

const movedTo = (location: string): GatewayResponse => ({
  statusCode: 308,
  headers: { Location: location, 'Cache-Control': 'no-cache' },
  body: '',
});

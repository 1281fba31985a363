import type { GatewayResponse } from '../http/gateway-event.ts';

/** @returns an answer that anybody may read and keep for a while */
export const publicDocument = (content: unknown, maxAgeSeconds: number): GatewayResponse => ({
  statusCode: 200,
  headers: {
    'Content-Type': 'application/json',
    'Cache-Control': `public, max-age=${maxAgeSeconds}`,
    // Public documents, for the scripts of every origin; they carry nothing of the caller's.
    'Access-Control-Allow-Origin': '*',
  },
  body: JSON.stringify(content),
});

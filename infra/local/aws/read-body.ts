import type { IncomingMessage } from 'node:http';

/** @returns the whole body, or `null` when it is longer than `maxBytes` (the rest is not read) */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

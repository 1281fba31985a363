/**
 * Reads an answer's text, and stops where it is longer than any that is expected: whatever answers at
 * an address fills no memory.
 *
 * @param maxBytes of the body, decompressed
 * @throws Error when the body is longer; what the connection throws
 */
export async function readBoundedText({ body }: Response, maxBytes: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.byteLength;
    if (bytes > maxBytes) throw new Error(`it has more than ${maxBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

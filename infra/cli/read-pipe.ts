/** Far more than a password or a token has. */
const LONGEST_INPUT = 65_536;

/** @returns what is piped in, to its end; of endless input, the beginning */
export async function readPipe(input: AsyncIterable<unknown>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of input as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > LONGEST_INPUT) break;
  }
  return Buffer.concat(chunks);
}

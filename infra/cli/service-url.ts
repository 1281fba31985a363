import { readBoundedText } from './bounded-text.ts';
import { CliError, EXIT } from './cli-error.ts';

const TIMEOUT_MS = 10_000;
/** A key set or a metadata document has a few KB. */
const MAX_BYTES = 262_144;

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** @returns whether the address is this machine's own */
export const isLoopback = (url: URL): boolean => LOOPBACK.test(url.hostname);

/**
 * @param text what an operator gave as an address
 * @returns it without a slash at the end
 * @throws CliError unless it is https, or http on this machine, without credentials, query or fragment
 */
export function readServiceUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url !== null && `${url.username}${url.password}${url.search}${url.hash}` === '';
  if (url === null || !isPlain || !/^https?:$/.test(url.protocol)) {
    throw new CliError(
      'the address must be an https URL, without user, query and fragment',
      EXIT.usage,
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url)) {
    throw new CliError(
      `${url.host} is another machine: tokens and keys go there by https only`,
      EXIT.usage,
    );
  }
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

/**
 * Reads a public document of a service that the operator has named. It follows no redirect: another
 * place may not answer for this one.
 *
 * @throws CliError in one line
 */
export async function fetchPublicText(address: string): Promise<string> {
  const url = readServiceUrl(address);
  let answer: Response;
  let text: string;
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    answer = await fetch(url, { redirect: 'error', signal });
    text = await readBoundedText(answer, MAX_BYTES);
  } catch (error) {
    const { cause, message } = error as Error;
    const reason = cause instanceof Error ? cause.message : message;
    throw new CliError(`${url.href} can't be read: ${reason}`, undefined, { cause: error });
  }
  if (!answer.ok) throw new CliError(`${url.href} can't be read: HTTP ${answer.status}`);
  return text;
}

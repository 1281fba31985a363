import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';

/** The header that a process of this start shows to another one of it. */
export const SECRET_HEADER = 'latchkey-secret';

/** The environment variable that gives such a process its secret: only its owner can read it. */
export const SECRET_VARIABLE = 'LATCHKEY_SECRET';

/** @returns a secret that lasts as long as the process it is given to */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/**
 * Every user of this machine reaches a port, and so does every page in a browser: only who knows the
 * secret gets an answer. A preflight can't carry it, so that no page gets past one.
 *
 * @param answer takes the requests that show the secret; all others are a 403
 */
export function onlyWithSecret(secret: string, answer: RequestListener): RequestListener {
  const expected = digestOf(secret);
  const isKnown = ({ headers }: IncomingMessage): boolean =>
    headers[SECRET_HEADER] !== undefined && digestOf(String(headers[SECRET_HEADER])) === expected;
  return (request, response) => {
    if (isKnown(request)) answer(request, response);
    else response.writeHead(403, { connection: 'close' }).end();
  };
}

/** Digests take as long to compare whatever of the secret was guessed. */
const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

import { readBoundedText } from '../bounded-text.ts';
import { CheckFailure } from './check.ts';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; an empty object when it is none. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** Sends requests to one service, as any client on the internet does. */
export interface SmokeClient {
  /** @param path from the API's root, or a whole address of the service */
  get(path: string, accessToken?: string): Promise<Answer>;
  /** Posts a form; empty values are left out. */
  post(path: string, form: Readonly<Record<string, string>>): Promise<Answer>;
}

const TIMEOUT_MS = 30_000;
/** Far more than the service ever says. */
const MAX_BYTES = 1024 * 1024;

/** @param base the API's address, without a slash at the end */
export function createSmokeClient(base: string, fetch: typeof globalThis.fetch): SmokeClient {
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const url = path.startsWith('/') ? `${base}${path}` : path;
    // The keys and the tokens are this service's own: they go to no other place.
    if (new URL(url).origin !== new URL(base).origin) {
      throw new CheckFailure(`an address of ${base}`, new URL(url).origin);
    }
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const answer = await fetch(url, { ...init, redirect: 'manual', signal });
      const text = await readBoundedText(answer, MAX_BYTES);
      return { status: answer.status, headers: answer.headers, text, json: parsed(text) };
    } catch (error) {
      const { cause, message } = error as Error;
      const reason = cause instanceof Error ? cause.message : message;
      throw new CheckFailure(`an answer of ${url}`, reason);
    }
  };
  return {
    get: (path, accessToken) =>
      send(
        path,
        accessToken === undefined ? {} : { headers: { authorization: `Bearer ${accessToken}` } },
      ),
    post: (path, form) =>
      send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form).toString(),
      }),
  };
}

/** @returns `HTTP 400 invalid_grant`; of the body, only an error code is ever shown */
export function described({ status, json }: Answer): string {
  const { error } = json;
  const code = typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? ` ${error}` : '';
  return `HTTP ${status}${code}`;
}

const parsed = (text: string): Readonly<Record<string, unknown>> => {
  try {
    return Object(JSON.parse(text)) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
};

/** What a client of the running service sends, and what it gets back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; an empty object when it is none. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** The tokens of a good answer (RFC 6749 §5.1). */
export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly token_type: string;
  readonly expires_in: number;
  readonly scope: string;
}

export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

const parsed = (text: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
};

/** Posts a form as a browser or an OAuth 2 client does. */
export const postForm = (
  url: string,
  form: Readonly<Record<string, string>> | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> =>
  send(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
  });

/** Logs the demo user in. */
export async function logIn(
  base: string,
  form: Readonly<Record<string, string>> = {},
): Promise<Tokens> {
  const answer = await postForm(`${base}/token`, {
    grant_type: 'password',
    username: 'johndoe',
    password: 'secret',
    ...form,
  });
  if (answer.status !== 200) throw new Error(`the login was refused: ${answer.text}`);
  return answer.json as unknown as Tokens;
}

/** Presents a refresh token at one of the two endpoints. */
export const refreshAt = (
  base: string,
  path: '/token' | '/refresh',
  refreshToken: string,
): Promise<Answer> =>
  postForm(`${base}${path}`, { grant_type: 'refresh_token', refresh_token: refreshToken });

/** Calls a guarded route. */
export const getWith = (url: string, accessToken?: string): Promise<Answer> =>
  send(
    url,
    accessToken === undefined ? {} : { headers: { authorization: `Bearer ${accessToken}` } },
  );

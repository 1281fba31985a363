import assert from 'node:assert/strict';
import type { PublishedKeys } from '../attacks/attack-tokens.ts';
import { survivesHttp, type NamedToken, type Signer } from '../attacks/forge.ts';
import { send, type Answer, type Tokens } from '../e2e/oauth-requests.ts';
import type { Sent, Tamper } from './violations.ts';

type Form = Readonly<Record<string, string>>;

/** What the checks may know of the service besides its answers. */
export interface ServiceUnderTest {
  readonly url: string;
  /** Signs with the service's own key: what a tricked signer could have made. */
  readonly signer: Signer;
  /** @returns a token with `tokens:introspect` */
  introspectorToken(): Promise<string>;
  /** @returns the tokens of a user who holds no scope */
  scopelessTokens(): Promise<Tokens>;
  /** Milliseconds since the epoch, as the service sees it. */
  now(): number;
  advance(ms: number): void;
}

/** Sends a check's requests, past a tamper if there is one. */
export interface ConformanceClient extends Omit<ServiceUnderTest, 'url'> {
  readonly url: string;
  send(sent: Partial<Sent> & Pick<Sent, 'path'>): Promise<Answer>;
  post(path: string, form: Form | string, headers?: Form): Promise<Answer>;
  get(path: string, accessToken?: string): Promise<Answer>;
  /** The password grant for the demo user. @throws AssertionError when it is refused */
  logIn(form?: Form): Promise<Tokens>;
  refresh(refreshToken: string, form?: Form): Promise<Answer>;
  introspect(token: string): Promise<Answer>;
  publishedKeys(): Promise<PublishedKeys>;
  /** @throws AssertionError naming each of these that opens `GET /users/me`, or fails it */
  expectRefused(tokens: readonly NamedToken[]): Promise<void>;
}

/** @param tamper what makes another service of it; by default nothing does */
export function createConformanceClient(
  service: ServiceUnderTest,
  tamper: Tamper = {},
): ConformanceClient {
  const sendPast: ConformanceClient['send'] = async (partly) => {
    const sent: Sent = { method: 'GET', headers: {}, body: null, ...partly };
    const { method, path, headers, body } = tamper.request?.(sent) ?? sent;
    const answer =
      tamper.instead?.(sent) ?? (await send(`${service.url}${path}`, { method, headers, body }));
    return tamper.answer?.(answer, sent) ?? answer;
  };
  const client: ConformanceClient = {
    ...service,
    advance: (ms) => {
      if (!tamper.clockStands) service.advance(ms);
    },
    send: sendPast,
    post: (path, form, headers = {}) =>
      sendPast({
        method: 'POST',
        path,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
      }),
    get: (path, accessToken) =>
      sendPast({
        path,
        headers: accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` },
      }),
    async logIn(form = {}) {
      const answer = await client.post('/token', { ...JOHN, ...form });
      assert.equal(answer.status, 200, `the login was refused: ${answer.text}`);
      return answer.json as unknown as Tokens;
    },
    refresh: (token, form = {}) =>
      client.post('/token', { grant_type: 'refresh_token', refresh_token: token, ...form }),
    introspect: async (token) =>
      client.post(
        '/introspect',
        { token },
        { authorization: `Bearer ${await service.introspectorToken()}` },
      ),
    publishedKeys: async () =>
      (await client.get('/.well-known/jwks.json')).json as unknown as PublishedKeys,
    async expectRefused(tokens) {
      const sendable = tokens.filter(survivesHttp);
      assert.notEqual(sendable.length, 0);
      const taken: string[] = [];
      for (const { name, token } of sendable) {
        const { status } = await client.get('/users/me', token);
        if (status !== 401) taken.push(`${name}: ${status}`);
      }
      assert.deepEqual(taken, []);
    },
  };
  return client;
}

/** The demo user's password grant. */
export const JOHN = { grant_type: 'password', username: 'johndoe', password: 'secret' } as const;

/** Somebody who holds `items:read` and `orders:write`. */
export const WIDE = { username: 'wide', password: 'correct horse battery staple' } as const;

/** @throws AssertionError unless it is this error of RFC 6749 §5.2 */
export function assertOAuthError(answer: Answer, status: number, error: string): void {
  assert.deepEqual([answer.status, answer.json['error']], [status, error], answer.text);
}

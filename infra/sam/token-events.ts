import { randomUUID } from 'node:crypto';
import { INTROSPECTION_SCOPE } from '../../functions/core/scopes.ts';

/** What the events that carry tokens are made of. */
export interface EventTokens {
  /** Access tokens: one that is good, one that has expired. */
  readonly valid: string;
  readonly expired: string;
  /** Refresh tokens of different sessions, since each event uses one up. */
  readonly forToken: string;
  readonly forRefresh: string;
  readonly forRevoke: string;
  /** What the authorizer says of the valid token. */
  readonly authorizerContext: Readonly<Record<string, string>>;
}

/** What an event says of its request. */
interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly authorizer?: Readonly<Record<string, string>>;
}

const STAGE = 'v1';
const USER_AGENT = 'sam-local-invoke';
const METHOD_ARN = `arn:aws:execute-api:us-east-1:000000000000:abcdefghij/${STAGE}/GET/users/me`;

/**
 * The events for `sam local invoke` that carry tokens and so can't be kept.
 *
 * @param now milliseconds since the epoch: when the requests arrive
 * @returns the events by the name of their file
 */
export function tokenEvents(
  tokens: EventTokens,
  now: number,
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const bearer = { Authorization: `Bearer ${tokens.valid}` };
  const { authorizerContext: authorizer } = tokens;
  const get = (path: string): Request => ({ method: 'GET', path, headers: bearer, authorizer });
  return {
    'authorizer-valid.json': authorizerEvent(tokens.valid),
    'authorizer-expired.json': authorizerEvent(tokens.expired),
    'authorizer-tampered.json': authorizerEvent(tamper(tokens.valid)),
    'login-refresh.json': proxyEvent(refreshGrant(tokens.forToken, '/token'), now),
    'refresh.json': proxyEvent(refreshGrant(tokens.forRefresh, '/refresh'), now),
    'revoke.json': proxyEvent(postToken(tokens.forRevoke, '/revoke'), now),
    'introspect.json': proxyEvent(
      {
        ...postToken(tokens.valid, '/introspect'),
        authorizer: { ...authorizer, scope: INTROSPECTION_SCOPE },
      },
      now,
    ),
    'users-me-sessions.json': proxyEvent(get('/users/me/sessions'), now),
    'users-me.json': proxyEvent(get('/users/me'), now),
    'users-me-items.json': proxyEvent(get('/users/me/items'), now),
  };
}

const refreshGrant = (refreshToken: string, path: string): Request =>
  postForm(path, { grant_type: 'refresh_token', refresh_token: refreshToken });

const postToken = (token: string, path: string): Request => postForm(path, { token });

const postForm = (path: string, form: Readonly<Record<string, string>>): Request => ({
  method: 'POST',
  path,
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(form).toString(),
});

/** @returns the text of an event's file, as the formatter would write it: short lists in one line */
export const eventFile = (event: unknown): string =>
  `${JSON.stringify(event, null, 2)}\n`.replaceAll(
    /^(.*)\[\n\s*("[^"\n]*")\n\s*\](,?)$/gm,
    (lines: string, before: string, item: string, comma: string) => {
      const line = `${before}[${item}]${comma}`;
      return line.length > 100 ? lines : line;
    },
  );

/** Changes one character in the middle of the signature, where every bit of it counts. */
export function tamper(token: string): string {
  const at = Math.floor((token.lastIndexOf('.') + token.length) / 2);
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
}

const authorizerEvent = (token: string) => ({
  type: 'TOKEN',
  methodArn: METHOD_ARN,
  authorizationToken: `Bearer ${token}`,
});

/** A REST API's proxy event, payload format 1.0. */
function proxyEvent(request: Request, now: number) {
  const headers = { Host: 'localhost', 'User-Agent': USER_AGENT, ...request.headers };
  return {
    resource: request.path,
    path: request.path,
    httpMethod: request.method,
    headers,
    multiValueHeaders: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, [value]]),
    ),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      accountId: '000000000000',
      apiId: 'abcdefghij',
      ...(request.authorizer && { authorizer: request.authorizer }),
      httpMethod: request.method,
      identity: { sourceIp: '127.0.0.1', userAgent: USER_AGENT },
      path: `/${STAGE}${request.path}`,
      protocol: 'HTTP/1.1',
      requestId: randomUUID(),
      requestTimeEpoch: now,
      resourcePath: request.path,
      stage: STAGE,
    },
    body: request.body ?? null,
    isBase64Encoded: false,
  };
}

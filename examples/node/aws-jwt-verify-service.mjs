// A Node.js service that takes Latchkey's access tokens. It calls nobody for a request: it verifies with
// the published keys, which it reads once and keeps.
//
//   npm install aws-jwt-verify
//   LATCHKEY_ISSUER=http://localhost:3000 node aws-jwt-verify-service.mjs
//   curl http://localhost:8000/orders -H "Authorization: Bearer $ACCESS_TOKEN"
//
// What it can't see is a logout: until the token expires it is good here. Put the service behind Latchkey's
// authorizer where that is too long.
import { createServer } from 'node:http';
import { JwtVerifier } from 'aws-jwt-verify';
import { FetchError, JwtBaseError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';

/** Stack output IssuerUrl. Tokens of any other issuer are nothing here. */
const issuer = process.env.LATCHKEY_ISSUER ?? 'http://localhost:3000';
/** Who the tokens are for: the issuer, unless the construct's `audience` says otherwise. */
const audience = process.env.LATCHKEY_AUDIENCE ?? issuer;

// The package reads keys by https only. The local edition speaks http, on this machine and nowhere else.
const isLocal = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/.test(issuer);
const readKeys = {
  fetch: async (url) => (await fetch(url, { redirect: 'error' })).arrayBuffer(),
};
const keyCache = isLocal ? { jwksCache: new SimpleJwksCache({ fetcher: readKeys }) } : {};

// Issuer, audience, expiry and signature are checked by the package; the algorithm is the one that the key
// was published for.
const verifier = JwtVerifier.create(
  {
    issuer,
    audience,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    customJwtCheck({ header }) {
      // RFC 9068 §4: nothing but an access token will do, whatever else the same keys may sign.
      if (header.typ !== 'at+jwt') throw new JwtBaseError('not an access token');
    },
  },
  keyCache,
);

/**
 * @param {string | undefined} authorization the header, untrusted
 * @returns the claims of a good token, else `null`
 * @throws whatever says nothing of the token: the keys can't be read
 */
async function authenticate(authorization) {
  const token = /^Bearer +([^ ]+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return null;
  try {
    return await verifier.verify(token);
  } catch (error) {
    const isRefusal = error instanceof JwtBaseError && !(error instanceof FetchError);
    // Node's crypto throws this itself where a signature has another length than its key makes.
    if (!isRefusal && error.code !== 'ERR_CRYPTO_OPERATION_FAILED') throw error;
    // Why is nobody's business but the log's; a token must never stand in a log.
    return null;
  }
}

const answer = (response, status, body, headers = {}) =>
  response
    .writeHead(status, { 'Content-Type': 'application/json', ...headers })
    .end(JSON.stringify(body));

async function handle(request, response) {
  if (request.method !== 'GET' || request.url !== '/orders') {
    return answer(response, 404, { error: 'not_found' });
  }
  const claims = await authenticate(request.headers.authorization);
  if (claims === null) {
    return answer(response, 401, { error: 'invalid_token' }, { 'WWW-Authenticate': 'Bearer' });
  }
  // Who somebody is doesn't say what he may: the scope does.
  if (!String(claims.scope).split(' ').includes('items:read')) {
    const challenge = 'Bearer error="insufficient_scope", scope="items:read"';
    return answer(
      response,
      403,
      { error: 'insufficient_scope' },
      { 'WWW-Authenticate': challenge },
    );
  }
  // `sub` is for ever the same user; a username may change hands.
  return answer(response, 200, { orders: [], owner: claims.username, sub: claims.sub });
}

const server = createServer((request, response) => {
  handle(request, response).catch(() => answer(response, 503, { error: 'unavailable' }));
});

server.listen(Number(process.env.PORT ?? 8000), '127.0.0.1', () => {
  console.log(`listening on http://localhost:${server.address().port}`);
});

import { createRefusalTeller } from '../../../../infra/local/refusals/refusal-teller.ts';
import type { RefusalCause } from '../../../../infra/local/refusals/refused-request.ts';
import { encode } from '../../../attacks/forge.ts';

const NOW = 1_800_000_000_000;
const environment = {
  ISSUER_URL: 'http://localhost:1',
  AUDIENCE: 'orders',
  KEY_SET_SECRET_ARN: 'set',
  ROUTES: '[]',
};
const tokenOf = (claims: object): string =>
  `Bearer ${encode({ typ: 'at+jwt' })}.${encode(claims)}.c2lnbmF0dXJl`;
const loggedLine = (requestId: string, reason: string): string =>
  JSON.stringify({ level: 'security', requestId, event: 'access_refused', reason });

function bench() {
  const lines: string[] = [];
  const timers: (() => void)[] = [];
  const teller = createRefusalTeller(
    [{ environment: () => environment }],
    { now: () => NOW },
    (line) => lines.push(line),
    (_ms, action) => {
      timers.push(action);
      return () => void timers.splice(timers.indexOf(action), 1);
    },
  );
  const refuse = (cause: RefusalCause, path = '/users/me', statusCode = 401): void =>
    teller.refused({ statusCode, method: 'GET', path, cause });
  return { teller, lines, timers, refuse };
}

const unauthorized = (authorization: string, requestId = 'r1'): RefusalCause => ({
  is: 'unauthorized',
  authorization,
  requestId,
});

describe('what the terminal says of a refused request', () => {
  test('the reason that the authorizer logged, whether its line comes before or after', () => {
    const { teller, lines, timers, refuse } = bench();
    const token = tokenOf({ exp: NOW / 1000 - 180, aud: 'x' });
    teller.heard(loggedLine('r1', 'expired'));
    refuse(unauthorized(token));
    refuse(unauthorized(token, 'r2'));
    expect(lines).toHaveLength(1);
    teller.heard(loggedLine('r2', 'wrong_audience'));
    expect(lines).toEqual([
      '401 GET /users/me — token refused: expired 3 min ago',
      '401 GET /users/me — token refused: aud is "x", expected "orders" or "http://localhost:1"',
    ]);
    expect(timers).toEqual([]);
  });

  test('an authorizer that logs nothing is waited for, and then said to be silent', () => {
    const { lines, timers, refuse, teller } = bench();
    refuse(unauthorized('Bearer x'));
    timers[0]?.();
    teller.heard(loggedLine('r1', 'expired'));
    expect(lines).toEqual([
      '401 GET /users/me — the authorizer refused the token; its log may say why',
    ]);
  });

  test('what needs no authorizer to be refused', () => {
    const { lines, refuse } = bench();
    refuse({ is: 'no_header' });
    refuse({ is: 'other_form' });
    refuse({ is: 'no_route' }, '/user', 404);
    refuse({ is: 'denied', authorization: tokenOf({ scope: 'a b' }) }, '/orders', 403);
    expect(lines).toEqual([
      '401 GET /users/me — there is no Authorization header',
      '401 GET /users/me — the Authorization header is not "Bearer", a space and a JWT: three parts with a dot between them',
      '404 GET /user — there is no such route',
      '403 GET /orders — the token\'s scopes do not reach that far: it holds "a b"',
    ]);
  });

  test('no token is in a line, wherever it was, and nothing that a terminal acts on', () => {
    const { teller, lines, refuse } = bench();
    const token = tokenOf({ exp: 1, iss: '\u001b[2J' });
    const secret = 'AQ'.repeat(60);
    for (const reason of ['wrong_issuer', 'wrong_signature', 'not_compact', 'unknown_key']) {
      teller.heard(loggedLine('r1', reason));
      refuse(unauthorized(token), `/\u009b2J/${secret}`);
      refuse({ is: 'denied', authorization: token }, `/${token.slice(7)}`, 403);
    }
    const text = lines.join('');
    expect(lines).toHaveLength(8);
    for (const part of [...token.slice(7).split('.'), secret]) expect(text).not.toContain(part);
    expect(text).not.toMatch(/\p{Cc}/u);
  });

  test('other lines of a log are no reason', () => {
    const { teller, lines, refuse } = bench();
    for (const line of [
      'access_refused',
      '{"access_refused"',
      JSON.stringify({ event: 'x', note: '"access_refused"', requestId: 'r1' }),
    ]) {
      teller.heard(line);
    }
    refuse(unauthorized('Bearer x'));
    expect(lines).toEqual([]);
  });
});

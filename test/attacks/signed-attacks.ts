import { decode, encode, forge, type Members, type NamedToken, type Signer } from './forge.ts';

/**
 * Tokens that break a rule and still carry a good signature of the published key: what a tricked, a
 * misconfigured or an older signer could have made.
 *
 * @param valid a token that is accepted at `now`
 * @param signer signs with the key of that token
 * @param now seconds since the epoch
 */
export function signedAttacks(valid: string, signer: Signer, now: number): readonly NamedToken[] {
  const [headerPart = '', payloadPart = ''] = valid.split('.');
  const header = decode(headerPart);
  const payload = decode(payloadPart);
  const withHeader = (name: string, changed: unknown): NamedToken => ({
    name: `signed: ${name}`,
    token: forge(changed, payload, signer),
  });
  const withPayload = (name: string, changed: unknown): NamedToken => ({
    name: `signed: ${name}`,
    token: forge(header, changed, signer),
  });
  const headerText = JSON.stringify(header);
  const payloadText = JSON.stringify(payload);
  return [
    ...[
      'JWT',
      'application/at+jwt',
      'at+JWT',
      'AT+JWT',
      'id+jwt',
      'dpop+jwt',
      '',
      null,
      undefined,
    ].map((typ) => withHeader(`typ ${JSON.stringify(typ)}`, { ...header, typ })),
    ...['none', 'HS256', 'ES384', 'RS512', 'es256', undefined].map((alg) =>
      withHeader(`alg ${String(alg)}`, { ...header, alg }),
    ),
    withHeader('kid missing', { ...header, kid: undefined }),
    withHeader('kid of nobody', { ...header, kid: 'nobody' }),
    withHeader('crit', { ...header, crit: ['exp'], exp: 1 }),
    withHeader('crit with b64 true', { ...header, crit: ['b64'], b64: true }),
    withHeader('jwk', { ...header, jwk: { kty: 'EC' } }),
    withHeader('jku', { ...header, jku: 'https://attacker.example' }),
    withHeader('an unknown member', { ...header, foo: 1 }),
    withHeader('alg twice', headerText.replace('{', '{"alg":"none",')),
    withHeader('white space', ` ${headerText}`),
    withHeader('a byte order mark', `\uFEFF${headerText}`),
    {
      name: 'signed: b64 false, payload as it is',
      token: unencoded(header, payloadPart, signer),
    },
    ...claimAttacks(payload, now).map(([name, changed]) => withPayload(name, changed)),
    ...['null', '1', '"text"', '[]', '', '{', payloadText.slice(0, -1), `\uFEFF${payloadText}`].map(
      (text) => withPayload(`payload ${text.slice(0, 10)}`, text === '' ? ' ' : text),
    ),
    withPayload(
      'payload that is not UTF-8',
      Buffer.from(`${payloadText.slice(0, -1)},"x":"\xff"}`, 'latin1'),
    ),
    withPayload('payload of deep JSON', `${'['.repeat(2500)}${']'.repeat(2500)}`),
    withPayload('more than 8 KB', { ...payload, padding: 'x'.repeat(8192) }),
    withPayload('a token in the token', valid),
  ];
}

const unencoded = (header: Members, payload: string, signer: Signer): string => {
  const first = encode({ ...header, b64: false, crit: ['b64'] });
  return `${first}.${payload}.${encode(signer(`${first}.${payload}`))}`;
};

const claimAttacks = (payload: Members, now: number): [string, Members][] => {
  const issuer = String(payload['iss']);
  const attacks: Readonly<Record<string, readonly unknown[]>> = {
    iss: [
      undefined,
      '',
      `${issuer}/`,
      issuer.toUpperCase(),
      [issuer],
      null,
      'https://other.example',
    ],
    aud: [
      undefined,
      '',
      [],
      'https://other.example',
      ['https://other.example'],
      [[payload['aud']]],
      {},
      null,
      0,
      [payload['aud'], 1],
    ],
    exp: [
      undefined,
      null,
      String(payload['exp']),
      [payload['exp']],
      now - 5,
      now - 6,
      0,
      -1,
      Number(payload['exp']) + 0.5,
      1e15,
      2 ** 53,
      1e300,
      true,
    ],
    nbf: [now + 6, String(now), null, -1, now + 0.5],
    iat: [undefined, null, String(now), now + 3600, now + 61, -1, 1e300, now + 0.5, now - 100_000],
    sub: [undefined, '', 1, null, 'johndoe', 'user:', 'admin:1', ['user:1'], 'client:1'],
    client_id: [undefined, '', 1, null],
    scope: [undefined, ['a'], null, 1],
    jti: [undefined, '', 1, null],
    sid: [undefined, '', 1, null],
    username: [undefined, '', 1, null],
    roles: ['admin', [1], {}, null, ['']],
    auth_time: ['1', null, -1],
  };
  return Object.entries(attacks).flatMap(([claim, values]) =>
    values.map((value): [string, Members] => [
      `${claim} ${JSON.stringify(value)}`,
      { ...payload, [claim]: value },
    ]),
  );
};

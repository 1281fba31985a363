import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { createSender } from '../../functions/adapters/signed-requests/http-exchange.ts';
import { createSignedRequest } from '../../functions/adapters/signed-requests/signed-request.ts';
import { createSignedSecretReader } from '../../functions/adapters/signed-requests/signed-secret-reader.ts';
import { parseSigningKeyRing } from '../../functions/core/keys/parse-key-rings.ts';
import { decode, es256, forge, type Signer } from '../attacks/forge.ts';
import { getWith, logIn } from './oauth-requests.ts';
import {
  describeWithPython,
  PYTHON,
  startExample,
  type RunningExample,
} from './running-example.ts';
import { startService, type RunningService } from './running-service.ts';
import { logInAs, putUser } from './service-users.ts';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
}, 60_000);
afterAll(() => service.stop());

/** @returns what signs as the service does, for tokens that it would never sign */
async function signerOf({ aws, outputs }: RunningService, kid: string): Promise<Signer> {
  const { accessKeyId, secretAccessKey, sessionToken } = aws.administrator;
  const environment = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.secretsManagerUrl,
  };
  const request = createSignedRequest(environment, createSender());
  const secret = createSignedSecretReader(request, outputs['SigningKeysSecretArn'] ?? '');
  const ring = parseSigningKeyRing((await secret.read())?.value ?? '');
  const key = ring.keys.find((one) => one.kid === kid);
  return es256(createPrivateKey({ key: key?.privateJwk ?? {}, format: 'jwk' }));
}

/** What a resource server must do, whoever wrote it. */
function guards(
  start: (environment?: Readonly<Record<string, string>>) => Promise<RunningExample>,
): void {
  let example: RunningExample;
  beforeAll(async () => {
    example = await start();
  }, 30_000);
  afterAll(() => example.stop());

  it('lets a token through that has the scope', async () => {
    const { access_token: token } = await logIn(service.url);
    const answer = await getWith(`${example.url}/orders`, token);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      owner: 'johndoe',
      sub: expect.stringMatching(/^user:[0-9a-f-]{36}$/),
    });
  });

  it('answers 401 with a challenge for no token and for every bad one', async () => {
    const { access_token: good } = await logIn(service.url);
    const [header, payload, signature = ''] = good.split('.');
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const stranger = es256(privateKey);
    const own = await signerOf(service, String(decode(header)['kid']));
    expect(
      (await getWith(`${example.url}/orders`, forge(decode(header), decode(payload), own))).status,
    ).toBe(200);
    const letter = signature.startsWith('A') ? 'B' : 'A';
    const bad = {
      none: undefined,
      garbage: 'garbage',
      changed: `${header}.${payload}.${letter}${signature.slice(1)}`,
      'with a longer signature': `${good}x`,
      'cut off': good.slice(0, -3),
      unsigned: forge({ ...decode(header), alg: 'none' }, decode(payload), () => Buffer.of(1)),
      'signed by a stranger': forge(decode(header), decode(payload), stranger),
      'of an unknown key': forge({ ...decode(header), kid: 'x' }, decode(payload), stranger),
      // The service itself would never sign these.
      'of another type': forge({ ...decode(header), typ: 'JWT' }, decode(payload), own),
      'of another issuer': forge(decode(header), { ...decode(payload), iss: 'https://x' }, own),
      expired: forge(decode(header), { ...decode(payload), exp: 1_700_000_000 }, own),
    };
    for (const [name, token] of Object.entries(bad)) {
      const answer = await getWith(`${example.url}/orders`, token);
      expect([name, answer.status]).toEqual([name, 401]);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
  });

  it('answers 403 for a token without the scope', async () => {
    await putUser(service, { username: 'zoe', scopes: ['other:read'] });
    const { access_token: token } = await logInAs(service, 'zoe');
    const answer = await getWith(`${example.url}/orders`, token);
    expect(answer.status).toBe(403);
    expect(answer.headers.get('www-authenticate')).toContain('insufficient_scope');
  });

  it('blames nobody for a token while the keys can not be read', async () => {
    const cutOff = await start({ LATCHKEY_ISSUER: 'http://localhost:1' });
    try {
      const { access_token: token } = await logIn(service.url);
      expect((await getWith(`${cutOff.url}/orders`, token)).status).toBe(503);
    } finally {
      await cutOff.stop();
    }
  });

  it('prints no token', async () => {
    const { access_token: token } = await logIn(service.url);
    await getWith(`${example.url}/orders`, token);
    await getWith(`${example.url}/orders`, `${token}x`);
    for (const part of token.split('.')) expect(example.output()).not.toContain(part);
  });

  it('takes no token that is meant for another audience', async () => {
    const other = await start({ LATCHKEY_AUDIENCE: 'https://orders.example' });
    try {
      const { access_token: token } = await logIn(service.url);
      expect((await getWith(`${other.url}/orders`, token)).status).toBe(401);
    } finally {
      await other.stop();
    }
  });
}

const startNode = (environment: Readonly<Record<string, string>> = {}): Promise<RunningExample> =>
  startExample(process.execPath, ['examples/node/aws-jwt-verify-service.mjs'], {
    LATCHKEY_ISSUER: service.url,
    PORT: '0',
    ...environment,
  });

const UVICORN = '-m uvicorn --app-dir examples/python fastapi_resource_server:app --port 0';
const startPython = (environment: Readonly<Record<string, string>> = {}): Promise<RunningExample> =>
  startExample(PYTHON, UVICORN.split(' '), { LATCHKEY_ISSUER: service.url, ...environment });

describe('node/aws-jwt-verify-service.mjs', () => {
  guards(startNode);
});

const [describePython, remark] = describeWithPython('fastapi', 'uvicorn', 'jwt', 'cryptography');
describePython(`python/fastapi_resource_server.py${remark}`, () => {
  guards(startPython);
});

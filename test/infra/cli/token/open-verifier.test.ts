import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVerifier } from '../../../../infra/cli/token/open-verifier.ts';
import { listenLocally } from '../../../../infra/local/listen-locally.ts';

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'key-1', use: 'sig', alg: 'ES256' };
const KEY_SET = JSON.stringify({ keys: [jwk] });

describe('what a token is held against', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-verifier-'));
  const environment = { LATCHKEY_DATA: join(folder, 'none') };
  const answers = new Map<string, { status: number; body: string; location?: string }>();
  const requested: string[] = [];
  let base: string;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const server = createServer((request, response) => {
      requested.push(request.url ?? '');
      const { status, body, location } = answers.get(request.url ?? '') ?? {
        status: 404,
        body: '',
      };
      response.writeHead(status, location === undefined ? {} : { location }).end(body);
    });
    const listening = await listenLocally(server, 0);
    base = `http://localhost:${listening.port}`;
    stop = () => listening.stop();
  });
  beforeEach(() => {
    requested.length = 0;
    answers.clear();
  });
  afterAll(async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });

  const publish = (issuer = base, jwksUri = `${base}/jwks`): void => {
    const metadata = JSON.stringify({ issuer, jwks_uri: jwksUri });
    answers.set('/.well-known/openid-configuration', { status: 200, body: metadata });
    answers.set('/jwks', { status: 200, body: KEY_SET });
  };

  test('the issuer that was named, by its metadata', async () => {
    publish();
    const verifier = await openVerifier({ issuer: base, audience: ['orders'] }, null, environment);
    expect(verifier).toMatchObject({
      issuer: base,
      audiences: ['orders', base],
      keyIds: ['key-1'],
      sessions: null,
    });
    expect(await verifier?.keys.find('key-2')).toBeNull();
  });

  test('an issuer that only the token names is not called, and nothing is, unasked', async () => {
    publish();
    expect(await openVerifier({}, base, environment)).toBeNull();
    expect(requested).toEqual([]);
  });

  test('metadata of somebody else is refused', async () => {
    publish('https://other.example');
    await expect(openVerifier({ issuer: base }, null, environment)).rejects.toThrow(
      'is not the metadata of the issuer',
    );
  });

  test('a redirect is not followed', async () => {
    publish();
    answers.set('/jwks', { status: 302, body: '', location: '/other' });
    answers.set('/other', { status: 200, body: KEY_SET });
    await expect(openVerifier({ issuer: base }, null, environment)).rejects.toThrow(
      "can't be read",
    );
    expect(requested).not.toContain('/other');
  });

  test.each([
    'http://api.example',
    'ftp://localhost',
    'https://user:pass@api.example',
    'https://api.example/?q',
    'nonsense',
  ])('%s is no address for an issuer', async (issuer) => {
    await expect(openVerifier({ issuer }, null, environment)).rejects.toMatchObject({
      exitCode: 2,
    });
  });

  test('a key set from a file calls nobody', async () => {
    const jwks = join(folder, 'jwks.json');
    writeFileSync(jwks, KEY_SET);
    const issuer = 'https://api.example';
    const verifier = await openVerifier({ issuer, jwks }, null, environment);
    expect(verifier).toMatchObject({ issuer, keyIds: ['key-1'] });
    expect(requested).toEqual([]);
    await expect(openVerifier({ jwks }, null, environment)).rejects.toThrow('--jwks needs');
    const missing = openVerifier({ issuer, jwks: `${jwks}x` }, null, environment);
    await expect(missing).rejects.toThrow("can't be read");
  });

  test('a key without an algorithm, or a private one, makes the set unusable', async () => {
    for (const key of [
      { ...jwk, alg: undefined },
      { ...jwk, d: 'x' },
    ]) {
      const jwks = join(folder, 'bad.json');
      writeFileSync(jwks, JSON.stringify({ keys: [key] }));
      const opening = openVerifier({ issuer: 'https://api.example', jwks }, null, environment);
      await expect(opening).rejects.toThrow("the key set is none of Latchkey's");
    }
  });

  test('one of them at a time, and --local only while the edition runs', async () => {
    const both = openVerifier({ local: true, issuer: base }, null, environment);
    await expect(both).rejects.toMatchObject({ exitCode: 2 });
    await expect(openVerifier({ local: true }, null, environment)).rejects.toThrow('npm start');
  });

  test("a stack's outputs say it", async () => {
    publish();
    const outputs = { IssuerUrl: 'https://issuer.example/&', JwksUrl: `${base}/jwks` };
    const members = Object.entries(outputs).map(
      ([key, value]) =>
        `<member><OutputKey>${key}</OutputKey><OutputValue>${value.replace('&', '&amp;')}</OutputValue></member>`,
    );
    const body = `<r><Outputs>${members.join('')}</Outputs></r>`;
    answers.set('/', { status: 200, body });
    const aws = { ...process.env };
    process.env['AWS_ACCESS_KEY_ID'] = 'id';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'key';
    process.env['AWS_REGION'] = 'eu-west-1';
    try {
      const cloud = { ...environment, AWS_ENDPOINT_URL_CLOUDFORMATION: base };
      expect(await openVerifier({ stack: 'S' }, null, cloud)).toMatchObject({
        name: 'stack S',
        issuer: outputs.IssuerUrl,
      });
      answers.set('/', { status: 200, body: '<r></r>' });
      await expect(openVerifier({ stack: 'S' }, null, cloud)).rejects.toThrow(
        'has no outputs IssuerUrl and JwksUrl',
      );
    } finally {
      process.env = aws;
    }
  });
});

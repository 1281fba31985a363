import { send } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';

describe('the documentation’s files', () => {
  let service: RunningService;
  let assets: readonly string[];

  beforeAll(async () => {
    service = await startService();
    const { text } = await send(`${service.url}/docs`);
    assets = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
  }, 60_000);
  afterAll(() => service.stop());

  it('are named relative to the page, so that the stage’s path doesn’t matter, and are all there', async () => {
    expect(assets.length).toBeGreaterThan(3);
    for (const path of assets) {
      expect(path).toMatch(/^docs\/[\w.-]+\.[0-9a-f]{12}\.(js|css|svg)$/);
      const { status, headers } = await send(`${service.url}/${path}`);
      expect([path, status]).toEqual([path, 200]);
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
  });

  it('are compressed where they are large, and nothing that carries a token is', async () => {
    const script = assets.find((path) => path.includes('swagger-ui-bundle')) ?? '';
    const large = await fetch(`${service.url}/${script}`);
    expect(large.headers.get('content-encoding')).toBe('gzip');
    // Within Lambda's 6 MB, as a text of JSON.
    const text = await large.text();
    expect(Buffer.byteLength(JSON.stringify(text))).toBeLessThan(4_000_000);
    const tokens = await send(`${service.url}/token`, {
      method: 'POST',
      body: new URLSearchParams({ username: 'johndoe', password: 'secret' }),
    });
    expect([tokens.status, tokens.headers.get('content-encoding')]).toEqual([200, null]);
  });

  it.each(['/v2/docs', '/docs/deeper/page.js'])(
    'are not at %s, where the answer says where they are',
    async (path) => {
      const { status, json } = await send(`${service.url}${path}`);
      expect(status).toBe(404);
      expect(json['message']).toBe(
        `There is no such route. The API is at ${service.url}, its documentation at ${service.url}/docs.`,
      );
    },
  );

  it('tell of a file that is gone what to do', async () => {
    const { status, json } = await send(`${service.url}/docs/page.000000000000.js`);
    expect([status, json['detail']]).toEqual([404, expect.stringContaining('load it again')]);
  });

  it('are what the metadata point to (RFC 8414 §2)', async () => {
    const { json } = await send(`${service.url}/.well-known/oauth-authorization-server`);
    expect(json['service_documentation']).toBe(`${service.url}/docs`);
    expect((await fetch(`${service.url}/docs/`)).url).toBe(`${service.url}/docs`);
  });
});

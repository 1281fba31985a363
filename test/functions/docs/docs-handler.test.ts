import { createDocsHandler } from '../../../functions/docs/docs-handler.ts';
import type { EndpointLog } from '../../../functions/http/endpoint.ts';
import type { GatewayResponse } from '../../../functions/http/gateway-event.ts';

const FILES: Readonly<Record<string, string>> = {
  'openapi.json': JSON.stringify({
    openapi: '3.1.1',
    tags: [{ name: 'Users' }, { name: 'Sign-up' }],
    paths: {
      '/users': { post: { tags: ['Sign-up'], security: [] } },
      '/users/me': { get: { tags: ['Users'], security: [{ login: [] }] } },
      '/introspect': { post: { tags: ['Users'], security: [{ login: ['tokens:introspect'] }] } },
    },
    components: {
      schemas: { Profile: {} },
      securitySchemes: {
        login: { type: 'oauth2', flows: { password: { tokenUrl: 'token', scopes: {} } } },
      },
    },
  }),
  'openapi-without-passwords.json': '{"openapi":"3.1.1","paths":{}}',
  'docs.html': '<title>Docs</title>',
  'assets/page.0123456789ab.js': 'run();',
  'assets/page.0123456789ab.css': 'p{}',
};

const log: EndpointLog = {
  error: () => {},
  info: () => {},
  record: () => {},
  withContext: () => log,
};

function createHandler(settings: { absentRoutes?: string[]; passwordGrant?: boolean } = {}) {
  const reads: string[] = [];
  const handler = createDocsHandler({
    log,
    allowedOrigins: [],
    ready: async () => {},
    settings: {
      scopesSupported: ['items:read', 'orders:write'],
      absentRoutes: [],
      passwordGrant: true,
      ...settings,
    },
    site: {
      read(name) {
        reads.push(name);
        const text = FILES[name];
        if (text === undefined) throw new Error(`there is no ${name}`);
        return text;
      },
      assets: () => ['page.0123456789ab.js', 'page.0123456789ab.css'],
    },
  });
  const get = (
    resource: string,
    { headers = {}, asset, path = resource }: Request = {},
  ): Promise<GatewayResponse> =>
    handler({
      httpMethod: 'GET',
      resource,
      path,
      headers,
      pathParameters: asset === undefined ? null : { asset },
    });
  return { get, reads };
}

interface Request {
  readonly headers?: Record<string, string>;
  readonly asset?: string;
  readonly path?: string;
}

const documentOf = ({ body }: GatewayResponse) =>
  JSON.parse(body) as {
    tags: { name: string }[];
    paths: object;
    components: {
      schemas: object;
      securitySchemes: { login: { flows: { password: { scopes: object; tokenUrl: string } } } };
    };
  };

describe('GET /openapi.json', () => {
  test('leaves out the routes that the service lacks, and their tags', async () => {
    const { get } = createHandler({ absentRoutes: ['POST /users'] });
    const document = documentOf(await get('/openapi.json'));
    expect(Object.keys(document.paths)).toEqual(['/users/me', '/introspect']);
    expect(document.tags).toEqual([{ name: 'Users' }]);
  });

  test('lists the service’s scopes and those that its routes want, and what they are for', async () => {
    const { password } = documentOf(await createHandler().get('/openapi.json')).components
      .securitySchemes.login.flows;
    expect(password).toEqual({
      tokenUrl: 'token',
      scopes: {
        'items:read': 'Read the items of the demonstration.',
        'orders:write': '',
        'tokens:introspect': expect.stringContaining('own') as unknown,
      },
    });
  });

  test('is another document where passwords are not taken', async () => {
    const { get, reads } = createHandler({ passwordGrant: false });
    expect((await get('/openapi.json')).statusCode).toBe(200);
    expect(reads).toEqual(['openapi-without-passwords.json']);
  });

  test('may be read by the scripts of every origin', async () => {
    const { headers } = await createHandler().get('/openapi.json');
    expect(headers).toMatchObject({
      'Access-Control-Allow-Origin': '*',
      'Content-Type': 'application/json',
    });
  });
});

describe('GET /docs', () => {
  test('may run scripts and styles of its own files only, and call its own origin only', async () => {
    const { headers } = await createHandler().get('/docs');
    const policy = new Map(
      (headers['Content-Security-Policy'] ?? '').split('; ').map((directive) => {
        const [name = '', ...sources] = directive.split(' ');
        return [name, sources.join(' ')];
      }),
    );
    expect(Object.fromEntries(policy)).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': "'self' data:",
      'connect-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    });
  });

  test.each(['/openapi.json', '/docs'])('%s is asked for again, and sent once', async (path) => {
    const { get } = createHandler();
    const first = await get(path);
    expect(first.headers).toMatchObject({ 'Cache-Control': 'no-cache' });
    const etag = first.headers['ETag'] ?? '';
    const second = await get(path, { headers: { 'If-None-Match': etag } });
    expect([second.statusCode, second.body, second.headers['ETag']]).toEqual([304, '', etag]);
    const other = await get(path, { headers: { 'If-None-Match': 'W/"something-else"' } });
    expect(other.statusCode).toBe(200);
  });

  test('with a slash behind it leads to the page, whatever the stage is called', async () => {
    const { statusCode, headers } = await createHandler().get('/docs', { path: '/docs/' });
    expect([statusCode, headers['Location']]).toEqual([308, '../docs']);
    expect(new URL('../docs', 'https://x.example/v1/docs/').pathname).toBe('/v1/docs');
  });
});

describe('GET /docs/{asset}', () => {
  test('is kept for ever, under a name that changes with the content', async () => {
    const { get, reads } = createHandler();
    const answer = await get('/docs/{asset}', { asset: 'page.0123456789ab.js' });
    expect(answer).toMatchObject({ statusCode: 200, body: 'run();' });
    expect(answer.headers).toMatchObject({
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': 'public, max-age=31536000, immutable',
    });
    await get('/docs/{asset}', { asset: 'page.0123456789ab.js' });
    expect(reads).toEqual(['assets/page.0123456789ab.js']);
  });

  test.each(['page.000000000000.js', '../openapi.json', '..%2fdocs.html', '', 'constructor'])(
    '%j is not there, which the answer says with what to do',
    async (asset) => {
      const { get, reads } = createHandler();
      const answer = await get('/docs/{asset}', { asset });
      expect(answer.statusCode).toBe(404);
      expect(JSON.parse(answer.body)).toMatchObject({
        detail: expect.stringContaining('/docs') as unknown,
      });
      expect(reads).toEqual([]);
    },
  );
});

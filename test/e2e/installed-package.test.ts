import { appendFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programs } from '../../infra/build/bundle-package.ts';
import { installPackage, type InstalledPackage } from './installed-package.ts';
import { postForm, send } from './oauth-requests.ts';
import '../infra/local/long-timeout.ts';

const PASSWORD = 'a password for the orders';

describe('the tarball in an empty project', () => {
  let project: InstalledPackage;
  beforeAll(async () => {
    project = await installPackage(null);
  });
  afterAll(() => project.remove());

  const SYNTH = `
    const { App, Stack } = await import('aws-cdk-lib');
    const stack = new Stack(new App(), 'Alone');
    const service = new TokenService(stack, 'Tokens');
    const { template } = stack.node.root.synth().getStackByName('Alone');
    const functions = Object.values(template.Resources).filter((one) => one.Type === 'AWS::Lambda::Function');
    console.log(functions.length, service.issuerUrl === undefined);`;

  it.each([
    ['import', 'mjs', `import { TokenService } from 'latchkey'; ${SYNTH}`],
    [
      'require',
      'cjs',
      `const { TokenService } = require('latchkey'); (async () => { ${SYNTH} })();`,
    ],
  ])('synthesizes the construct with its own bundles, by %s', async (_way, end, source) => {
    writeFileSync(join(project.folder, `synth.${end}`), source);
    const { exitCode, stdout, stderr } = await project.node([`synth.${end}`]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^(9|\d\d) false\n$/);
  });

  it('holds the compiled package and the functions’ bundles, and nothing of the sources', () => {
    const installed = join(project.folder, 'node_modules/latchkey');
    expect(readdirSync(installed).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'dist',
      'package.json',
    ]);
    const files = readdirSync(installed, { recursive: true }).map(String);
    expect(files.filter((path) => /(?<!\.d)\.ts$/.test(path))).toEqual([]);
    expect(files).toContain('dist/functions/login/index.js');
    expect(files).toContain('dist/functions/docs/site/openapi.json');
  });

  it('lists its commands, says which one is none, and what is missing here', async () => {
    const asked = await project.latchkey([]);
    expect(asked.exitCode).toBe(0);
    for (const name of ['start', ...Object.keys(programs(join(import.meta.dirname, '../..')))]) {
      expect(asked.stderr).toContain(`\n  ${name} `);
    }
    const unknown = await project.latchkey(['strat']);
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain('error: there is no command "strat"');
    const nowhere = await project.latchkey(['start']);
    expect([nowhere.exitCode, nowhere.stderr]).toEqual([
      1,
      expect.stringMatching(
        /^Latchkey can't start: there is no CDK app here \(.*cdk\.json is missing\)/,
      ),
    ]);
    const local = await project.latchkey(['users', 'list', '--local']);
    expect(local.stderr).toContain('yet: npx latchkey start makes one');
  });
});

describe('the orders example, installed outside of the repository', () => {
  let project: InstalledPackage;
  let edition: Awaited<ReturnType<InstalledPackage['start']>>;
  let orders: string;
  let service: string;
  let tokens: Record<'rita' | 'walt' | 'mona' | 'nora', string>;

  beforeAll(async () => {
    project = await installPackage('examples/orders-api', ['esbuild', '@types/node']);
    edition = await project.start();
    const [tokenUrl, ordersUrl] = [
      `${/ API +(http\S+)/.exec(edition.output)?.[1]}/token`,
      /OrdersApi\S* +(http\S+)/.exec(edition.output)?.[1] ?? '',
    ];
    orders = ordersUrl;
    service = tokenUrl.replace(/\/token$/, '');
    const logIn = async (username: string, ...words: readonly string[]): Promise<string> => {
      const created = await project.latchkey(
        ['users', 'create', username, '--local', '--password-stdin', ...words],
        PASSWORD,
      );
      expect([created.exitCode, username]).toEqual([0, username]);
      const { json } = await postForm(tokenUrl, { username, password: PASSWORD });
      return String(json['access_token']);
    };
    tokens = {
      nora: await logIn('nora'),
      rita: await logIn('rita', '--scope', 'orders:read'),
      walt: await logIn('walt', '--scope', 'orders:read', '--scope', 'orders:write'),
      mona: await logIn('mona', '--role', 'manager'),
    };
  });
  afterAll(async () => {
    await edition?.stop();
    project.remove();
  });

  const call = (route: string, token?: string) => {
    const [method = 'GET', path = ''] = route.split(' ');
    return send(`${orders}${path}`, {
      method,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
  };

  it('compiles with the package’s types, checked whole', async () => {
    const check = () =>
      project.node([
        join(import.meta.dirname, '../../node_modules/typescript/bin/tsc'),
        '-p',
        '.',
        '--skipLibCheck',
        'false',
      ]);
    expect(await check()).toMatchObject({ stdout: '', exitCode: 0 });
    appendFileSync(
      join(project.folder, 'app.ts'),
      `import { TokenService } from 'latchkey';
       export const slip = new TokenService(new App(), 'Slip', { passwordGrant: 'yes' });`,
    );
    expect((await check()).stdout).toContain(
      "Type 'string' is not assignable to type 'boolean | undefined'",
    );
  });

  const ROUTES = ['GET /orders', 'POST /orders', 'DELETE /orders/1', 'GET /health'];

  it.each<[keyof typeof tokens, readonly number[]]>([
    ['nora', [403, 403, 403, 200]],
    ['rita', [200, 403, 403, 200]],
    ['walt', [200, 201, 403, 200]],
    ['mona', [200, 201, 200, 200]],
  ])('answers %s by route, whichever the authorizer’s cache saw first', async (name, statuses) => {
    const wanted = ROUTES.map((route, at) => [route, statuses[at]] as const);
    for (const [route, status] of [...wanted, ...wanted.toReversed()]) {
      expect([route, (await call(route, tokens[name])).status]).toEqual([route, status]);
    }
  });

  it('has the documentation of its token service, and no demonstration in it', async () => {
    // The stack of the example has no output that names it: the box does.
    expect(edition.output).toContain(`docs       ${service}/docs\n`);
    const { text } = await send(`${service}/docs`);
    const [, script] = /<script src="([^"]+)"/.exec(text) ?? [];
    expect((await send(`${service}/${script}`)).status).toBe(200);
    const { json } = await send(`${service}/openapi.json`);
    expect(Object.keys(json['paths'] as object)).toContain('/users/me');
    expect(Object.keys(json['paths'] as object)).not.toContain('/users/me/items');
  });

  it('passes its own tests, which the test kit makes events for', async () => {
    const { exitCode, stdout } = await project.node(['--test', 'functions/orders.test.ts']);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/pass 3\n.*fail 0\n/s)]);
  });

  it('tells the handlers who calls', async () => {
    expect((await call('GET /orders', tokens.rita)).json).toMatchObject({ for: 'rita' });
    expect((await call('DELETE /orders/1', tokens.mona)).json).toEqual({
      cancelled: '1',
      roles: ['manager'],
    });
  });

  it('answers 401 without a token and 403 with what is missing', async () => {
    const anonymous = await call('GET /orders');
    expect(anonymous.status).toBe(401);
    expect(anonymous.headers.get('www-authenticate')).toBe('Bearer realm="latchkey"');
    const refused = await call('DELETE /orders/1', tokens.walt);
    expect(refused.status).toBe(403);
    expect(refused.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
  });

  it('says in one line what a slip in a route’s scope is', async () => {
    const path = join(project.folder, 'orders-stack.ts');
    const source = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      source.replace("scopes: ['orders:read'] });", "scopes: ['order:read'] });"),
    );
    writeFileSync(
      join(project.folder, 'app.ts'),
      readFileSync(join(import.meta.dirname, '../../examples/orders-api/app.ts')),
    );
    const { stderr } = await project.latchkey(['start', '--port', '0', '--data', 'other']);
    expect(stderr).toContain(
      "Latchkey can't start: the CDK app doesn't synthesize: Error: scopes of GET /orders must be among scopesSupported of the TokenService; received 'order:read' (did you mean 'orders:read'?)",
    );
  });
});

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/**
 * The house's rules as a test: imports go down only, files stay small, names say what files do.
 * CONTRIBUTING.md has the table for people.
 */
const root = join(import.meta.dirname, '..');
const sources = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', '*.ts'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));

const IMPORT =
  /^(?:import|export)\b[^'"]*?\bfrom\s*'([^']+)'|^import\s*'([^']+)'|\bimport\(\s*'([^']+)'/gm;

/** Every import of a file: a path from the root for our own, the package's name for others'. */
const importsOf = (path: string): string[] =>
  [...readFileSync(join(root, path), 'utf8').matchAll(IMPORT)]
    .map(([, from, plain, dynamic]) => from ?? plain ?? dynamic ?? '')
    .map((name) => (name.startsWith('.') ? normalize(join(dirname(path), name)) : name));

const CDK = /^(aws-cdk-lib|constructs|cdk-nag)(\/|$)/;
const BUILTIN = /^node:/;
/** Pure and free of dependencies: what the construct has to know of the functions. */
const SHARED_WITH_CDK =
  /^functions\/core\/(tables|scopes|throttling\/throttle-rules|events\/security-metric|authorization\/(route-table|worst-case-policy|worst-case-refusal))\.ts$/;

/** The room a file is in, with what it may import besides files of its own folder. */
const ROOMS: readonly { room: RegExp; may: readonly RegExp[] }[] = [
  { room: /^functions\/core\//, may: [/^jose$/, /^node:crypto$/, /^functions\/core\//] },
  {
    room: /^functions\/adapters\/argon2\//,
    may: [/^argon2$/, /^node:crypto$/, /^functions\/core\//],
  },
  {
    room: /^functions\/adapters\/bcrypt\//,
    may: [/^bcryptjs$/, /^node:crypto$/, /^functions\/core\//],
  },
  {
    room: /^functions\/adapters\/key-derivation\//,
    may: [/^node:crypto$/, /^functions\/core\//],
  },
  {
    room: /^functions\/adapters\/dynamodb\//,
    may: [/^@aws-sdk\/client-dynamodb$/, /^functions\/core\//],
  },
  {
    room: /^functions\/adapters\/secrets-manager\//,
    may: [/^@aws-sdk\/client-secrets-manager$/, /^node:crypto$/, /^functions\/core\//],
  },
  {
    room: /^functions\/adapters\/signed-requests\//,
    may: [/^aws4$/, /^node:(https?|crypto)$/, /^functions\/core\//],
  },
  { room: /^functions\/adapters\/environment-credentials\//, may: [] },
  {
    room: /^functions\/http\//,
    may: [
      /^@middy\//,
      /^zod(\/|$)/,
      /^aws-lambda$/,
      BUILTIN,
      /^functions\/core\//,
      /^functions\/http\//,
    ],
  },
  {
    room: /^functions\/runtime\//,
    may: [
      /^@aws-sdk\//,
      BUILTIN,
      /^functions\/core\//,
      /^functions\/adapters\//,
      /^functions\/runtime\//,
    ],
  },
  {
    room: /^functions\/[^/]+\/index\.ts$/,
    may: [/^functions\/(core|http|runtime)\//, /^functions\/[^/]+\/[^/]+\.ts$/],
  },
  {
    room: /^functions\/[^/]+\//,
    may: [BUILTIN, /^aws-lambda$/, /^zod(\/|$)/, /^functions\/(core|http)\//],
  },
  { room: /^infra\/aws\//, may: [CDK, BUILTIN, SHARED_WITH_CDK, /^infra\/aws\//] },
  {
    room: /^infra\/build\//,
    may: [/^(esbuild|zod|zod-openapi)$/, BUILTIN, /^functions\/(core|http)\//, /^infra\/build\//],
  },
  {
    room: /^infra\/cli\//,
    may: [
      BUILTIN,
      /^(commander|@clack\/prompts|csv-(parse|stringify)(\/sync)?)$/,
      /^@aws-sdk\//,
      /^functions\//,
      /^infra\/(?!aws\/)/,
    ],
  },
  {
    room: /^infra\//,
    may: [
      BUILTIN,
      /^(dynalite|aws4|argon2|jose|aws-lambda|commander)$/,
      /^@clack\//,
      /^@aws-sdk\//,
      /^functions\//,
      /^infra\/(?!aws\/)/,
    ],
  },
];

const folderOf = (path: string): string =>
  path
    .split('/')
    .slice(0, path.startsWith('functions/adapters/') ? 3 : 2)
    .join('/');

const linesOf = (path: string): number =>
  readFileSync(join(root, path), 'utf8').split('\n').length - 1;

describe('the import table', () => {
  const ruled = sources.filter((path) => /^(functions|infra)\//.test(path));

  it('finds something in every room', () => {
    const empty = ROOMS.filter(({ room }) => !ruled.some((path) => room.test(path)));
    expect(empty.map(({ room }) => String(room))).toEqual([]);
  });

  it.each(ruled)('%s imports downwards only', (path) => {
    const rule = ROOMS.find(({ room }) => room.test(path));
    expect(rule).toBeDefined();
    const own = folderOf(path);
    const forbidden = importsOf(path).filter(
      (name) => !name.startsWith(`${own}/`) && !rule?.may.some((pattern) => pattern.test(name)),
    );
    expect(forbidden).toEqual([]);
  });

  it('sees the imports that there are', () => {
    expect(importsOf('functions/login/index.ts')).toContain('functions/runtime/compose-login.ts');
    expect(importsOf('functions/core/tokens/sign-access-token.ts')).toContain('jose');
  });

  it('keeps infra and tests out of everything that is deployed', () => {
    const offenders = sources
      .filter((path) => path.startsWith('functions/'))
      .filter((path) => importsOf(path).some((name) => /^(infra|test)\//.test(name)));
    expect(offenders).toEqual([]);
  });

  it('lets nothing but an index.ts import the runtime', () => {
    const offenders = sources
      .filter((path) => path.startsWith('functions/') && !path.startsWith('functions/runtime/'))
      .filter((path) => !path.endsWith('/index.ts'))
      .filter((path) => importsOf(path).some((name) => name.startsWith('functions/runtime/')));
    expect(offenders).toEqual([]);
  });
});

describe('the size caps', () => {
  const product = sources.filter((path) => /^(functions|infra)\//.test(path));

  it('keeps every file of the product within 200 lines', () => {
    expect(product.filter((path) => linesOf(path) > 200)).toEqual([]);
  });

  it('keeps the median file of the product under 80 lines', () => {
    const lengths = product.map(linesOf).toSorted((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(80);
  });

  it('keeps every test file within 300 lines', () => {
    const tests = sources.filter((path) => path.startsWith('test/'));
    expect(tests.filter((path) => linesOf(path) > 300)).toEqual([]);
  });

  it('keeps every handler within 40 lines', () => {
    const handlers = product.filter((path) => path.endsWith('-handler.ts'));
    expect(handlers.length).toBeGreaterThan(4);
    expect(handlers.filter((path) => linesOf(path) > 40)).toEqual([]);
  });
});

describe('the names and habits', () => {
  it('has no drawers', () => {
    const drawer = /(^|\/)(utils?|helpers?|common|misc|constants)(\.|\/)/;
    expect(sources.filter((path) => drawer.test(path))).toEqual([]);
  });

  it('takes time, randomness and settings as arguments in core', () => {
    const ambient = /\b(Date\.now|new Date\(\)|Math\.random|process\.env|performance\.now)\b/;
    const offenders = sources
      .filter((path) => path.startsWith('functions/core/'))
      .filter((path) => ambient.test(withoutComments(readFileSync(join(root, path), 'utf8'))));
    expect(offenders).toEqual([]);
  });

  it('knows nothing of the laptop in what is deployed', () => {
    const offenders = sources
      .filter((path) => path.startsWith('functions/'))
      .filter((path) => /\bif \((is)?local/i.test(readFileSync(join(root, path), 'utf8')));
    expect(offenders).toEqual([]);
  });
});

const withoutComments = (source: string): string =>
  source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

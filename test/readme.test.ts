import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startService, type RunningService } from './e2e/running-service.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const scripts = (
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  }
).scripts;

const blocksOf = (language: string): readonly string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, block = '']) => block,
  );

describe('the README', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-readme-'));
  let service: RunningService;

  beforeAll(async () => {
    service = await startService();
  }, 60_000);
  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const shell = async (block: string): Promise<string> => {
    const script = block.replaceAll('http://localhost:3000', service.url);
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder });
    return stdout;
  };

  it('shows the two set-up commands on its first screen', () => {
    const firstScreen = readme.split('\n').slice(0, 24).join('\n');
    expect(firstScreen).toContain('npm ci && npm start');
    expect(firstScreen).toContain('npm ci && npm test');
  });

  it('logs in with the first curl line', async () => {
    const [first = ''] = blocksOf('bash');
    expect(JSON.parse(await shell(first))).toMatchObject({ token_type: 'Bearer' });
  });

  it('gets through its tour with the answers that it promises', async () => {
    const [, tour = ''] = blocksOf('bash');
    const output = await shell(tour);
    expect(output).toContain('"username":"johndoe"');
    expect(output).toContain('"item_id":"Foo"');
    expect(output.match(/"refresh_token":"/g)).toHaveLength(2);
    expect(output.match(/HTTP\/1\.1 401/g)).toHaveLength(2);
    expect(output.match(/^www-authenticate: Bearer realm="/gim)).toHaveLength(2);
    expect(output).toContain('"jwks_uri"');
  });

  it('names only scripts that there are', () => {
    const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md'].map((name) =>
      readFileSync(join(root, name), 'utf8'),
    );
    const named = documents
      .flatMap((text) => [...text.matchAll(/npm run ([\w:-]+)/g)])
      .map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    expect(named.length).toBeGreaterThan(3);
  });

  it('links only to files that there are', () => {
    const linked = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md'].flatMap((document) =>
      [...readFileSync(join(root, document), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)].map(
        ([, path = '']) => path,
      ),
    );
    expect(linked.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SCRIPT = 'infra/local/require-node-24.cjs';

/** Runs the check in a copy of the repository, as if by another Node on another system. */
function check(version: string, platform: string, { isInstalled }: { isInstalled: boolean }) {
  const root = mkdtempSync(join(tmpdir(), 'latchkey-node-'));
  mkdirSync(join(root, 'infra/local'), { recursive: true });
  if (isInstalled) mkdirSync(join(root, 'node_modules'));
  copyFileSync(join(import.meta.dirname, '../../..', SCRIPT), join(root, SCRIPT));
  const pretended = { version: `v${version}`, versions: { node: version }, platform };
  const program = `
    for (const [name, value] of Object.entries(${JSON.stringify(pretended)}))
      Object.defineProperty(process, name, { value });
    require(${JSON.stringify(join(root, SCRIPT))});`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  return { status, stderr };
}

it.each<[string, boolean, string]>([
  ['linux', false, 'run npm ci first, which brings it'],
  ['linux', true, 'npm run finds the one that npm ci brings; if it is missing, run npm ci again'],
  ['darwin', false, 'install it, then run npm ci'],
  ['win32', true, 'install it'],
])('an older Node on %s, installed: %s, is told: %s', (platform, isInstalled, advice) => {
  expect(check('20.20.1', platform, { isInstalled })).toEqual({
    status: 1,
    stderr: `Latchkey needs Node.js 24 or newer, and this is v20.20.1: ${advice}.\n`,
  });
});

it.each(['24.0.0', '25.1.0'])('Node %s passes', (version) => {
  expect(check(version, 'linux', { isInstalled: false })).toEqual({ status: 0, stderr: '' });
});

it.each(['build', 'start', 'keys', 'users', 'clients', 'token', 'smoke'])(
  'npm run %s asks for the version before an older Node meets TypeScript',
  (name) => {
    const manifest = readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8');
    const { scripts } = JSON.parse(manifest) as { scripts: Record<string, string> };
    expect(scripts[name]).toContain(`node -r ./${SCRIPT} `);
  },
);

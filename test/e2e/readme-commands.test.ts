import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { documentedCommands } from './documented-commands.ts';
import { startService, type RunningService } from './running-service.ts';

const ROOT = join(import.meta.dirname, '../..');
const PASSWORD = 'six blue kettles in a field';

/** CI's own steps, in .ci and `npm run check`; and what a suite of its own starts. */
const RUN_ELSEWHERE = [
  'npm ci',
  'npm ci && npm start', // test/infra/local/terminal/start.test.ts
  'npm ci && npm test',
  'npm run build',
  'npm run synth',
  'npm run sam:template', // test/infra/sam, these three
  'npm run sam:serve',
  'npm run sam:events',
];

/** They need an account, or Docker: their template and events are what tests look at. */
const RUN_BY_NOBODY = /^(npx cdk deploy|sam local invoke) ?/;

const run = promisify(execFile);

describe('the README’s commands', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-commands-'));
  let service: RunningService;

  beforeAll(async () => {
    service = await startService();
    const outputs = { LatchkeyStack: { ApiUrl: service.url, IssuerUrl: service.url } };
    writeFileSync(join(folder, 'outputs.json'), JSON.stringify(outputs));
    writeFileSync(join(folder, 'users.csv'), 'username,email\nbela,bela@example.com\n');
  }, 60_000);
  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** As it stands there, but for the stack, the folder of its files, and the prompt. */
  const asWritten = async (command: string, asks: boolean): Promise<string> => {
    const line = command
      .replace('--stack LatchkeyStack', '--local')
      .replace(/\b(outputs\.json|users\.csv)\b/, join(folder, '$1'));
    const piped = asks ? `printf %s '${PASSWORD}' | ${line} --password-stdin` : line;
    const env = { ...process.env, LATCHKEY_DATA: service.dataDirectory };
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', piped], { cwd: ROOT, env });
    return stdout;
  };

  /** What each prints, and whether it asks for a password. */
  const HERE: Readonly<Record<string, readonly [prints: RegExp, asks: boolean]>> = {
    'npm run users -- create anna --scope items:read --stack LatchkeyStack': [
      /created anna with the scopes items:read/,
      true,
    ],
    'npm run smoke -- --outputs outputs.json --username anna': [/12 of 12 checks held/, true],
    'npm run users -- import users.csv --stack LatchkeyStack --dry-run': [/would import 1,/, false],
  };

  it('are each run here, by CI, or need an account or Docker', () => {
    const commands = [...documentedCommands('README.md', '')];
    const unknown = commands.filter(
      (command) =>
        !(command in HERE) && !RUN_ELSEWHERE.includes(command) && !RUN_BY_NOBODY.test(command),
    );
    expect(unknown).toEqual([]);
    expect(commands).toEqual(expect.arrayContaining([...Object.keys(HERE), ...RUN_ELSEWHERE]));
  });

  it.each(Object.entries(HERE))(
    'do what the README says: %s',
    async (command, [prints, asks]) => {
      expect(await asWritten(command, asks)).toMatch(prints);
    },
    60_000,
  );
});

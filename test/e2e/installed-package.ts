import { execFile, spawn, type ChildProcess } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { CommandResult } from './documented-commands.ts';

const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** A project outside of the repository that has the package's tarball installed. */
export interface InstalledPackage {
  readonly folder: string;
  /** Runs a program of Node's in the project's folder. */
  node(words: readonly string[], input?: string): Promise<CommandResult>;
  /** Runs `npx latchkey …`. */
  latchkey(words: readonly string[], input?: string): Promise<CommandResult>;
  /** Starts `npx latchkey start` and waits for the box. */
  start(): Promise<{ readonly output: string; stop(): Promise<void> }>;
  remove(): void;
}

/**
 * Packs the package and installs the tarball, and of this repository's packages those alone that a
 * consumer gets: the tarball's dependencies, its peers, and what the project itself asks for. They are
 * linked, since a test asks no registry.
 *
 * @param project a folder whose files are copied; `null`: an empty project
 * @param own the project's own packages, of those that this repository has
 */
export async function installPackage(
  project: string | null,
  own: readonly string[] = [],
): Promise<InstalledPackage> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-consumer-'));
  if (project !== null) cpSync(join(ROOT, project), folder, { recursive: true });
  // As npm would leave it; the CDK looks for it before it bundles the project's functions.
  writeFileSync(join(folder, 'package-lock.json'), '{}');
  const modules = join(folder, 'node_modules');
  const installed = join(modules, 'latchkey');
  mkdirSync(installed, { recursive: true });
  await run('tar', ['xzf', await packed(), '-C', installed, '--strip-components=1']);
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
    readonly bin: { readonly latchkey: string };
    readonly dependencies: object;
    readonly peerDependencies: object;
  };
  const packages = [manifest.dependencies, manifest.peerDependencies].flatMap(Object.keys);
  for (const name of [...packages, ...own]) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  const bin = join(installed, manifest.bin.latchkey);
  const begin = (words: readonly string[]): ChildProcess =>
    spawn(process.execPath, [...words], {
      cwd: folder,
      env: { PATH: dirname(process.execPath) + ':' + (process.env['PATH'] ?? ''), HOME: folder },
    });
  const node = async (words: readonly string[], input = ''): Promise<CommandResult> => {
    const child = begin(words);
    child.stdin?.end(input);
    const exited = exitOf(child);
    const [stdout, stderr] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
    return { exitCode: await exited, stdout, stderr };
  };
  return {
    folder,
    node,
    latchkey: (words, input) => node([bin, ...words], input),
    async start() {
      const child = begin([bin, 'start', '--port', '0']);
      const exited = exitOf(child);
      return {
        output: await untilReady(child),
        async stop() {
          child.kill('SIGTERM');
          await exited;
        },
      };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Packs once for all projects of a process. @returns the tarball's path */
async function packed(): Promise<string> {
  tarball ??= pack(mkdtempSync(join(tmpdir(), 'latchkey-tarball-')));
  return tarball;
}

let tarball: Promise<string> | null = null;

async function pack(folder: string): Promise<string> {
  const words = ['pack', '--silent', '--pack-destination', folder];
  const { stdout } = await run('npm', words, { cwd: ROOT });
  return join(folder, stdout.trim().split('\n').at(-1) ?? '');
}

const exitOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });

/** @returns all that it has printed when it runs */
const untilReady = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk;
        if (output.includes('Ctrl-C')) resolve(output);
      });
    }
    child.once('exit', () => reject(new Error(output)));
  });

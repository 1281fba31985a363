import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from '../../../../infra/local/assembly/folder-lock.ts';
import { inputHash } from '../../../../infra/local/assembly/input-hash.ts';
import { prepareAssembly } from '../../../../infra/local/assembly/prepare-assembly.ts';
import '../long-timeout.ts';

/** A repository whose build and synth only write down that they ran. */
function createRepository(synth = ''): string {
  const root = mkdtempSync(join(tmpdir(), 'latchkey-repository-'));
  for (const folder of ['functions', 'infra/build', 'infra/aws', 'node_modules/aws-cdk-lib']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);
  write('package.json', '{"type":"module"}');
  write('cdk.json', '{"context":{"flag":true}}');
  write(
    'infra/build/build-functions.ts',
    `import { appendFileSync } from 'node:fs'; appendFileSync('ran', 'build ');`,
  );
  write(
    'infra/aws/app.ts',
    `import { appendFileSync, writeFileSync } from 'node:fs';
     appendFileSync('ran', 'synth ');
     ${synth}
     writeFileSync(process.env.CDK_OUTDIR + '/manifest.json', process.env.CDK_CONTEXT_JSON);`,
  );
  return root;
}
const ran = (root: string): string => readFileSync(join(root, 'ran'), 'utf8');

describe('preparing the assembly', () => {
  it('builds and synthesizes once, with the context of cdk.json, until an input changes', async () => {
    const root = createRepository();
    const first = await prepareAssembly({ root });
    expect(readFileSync(join(first, 'manifest.json'), 'utf8')).toBe('{"flag":true}');
    expect(await prepareAssembly({ root })).toBe(first);
    expect(ran(root)).toBe('build synth ');
    writeFileSync(join(root, 'functions/new.ts'), '');
    expect(await prepareAssembly({ root })).not.toBe(first);
    expect(ran(root)).toBe('build synth build synth ');
    expect(existsSync(first)).toBe(true);
  });

  it('removes older ones, but none that somebody still runs from', async () => {
    const root = createRepository();
    const prepareNext = async (input: string): Promise<string> => {
      writeFileSync(join(root, 'functions/input.ts'), input);
      return prepareAssembly({ root });
    };
    const mine = await prepareNext('0');
    const others: string[] = [];
    for (const input of ['1', '2', '3', '4']) {
      const assembly = await prepareNext(input);
      others.push(assembly);
      // As if it had been another process that has ended.
      renameSync(`${assembly}.used-by-${process.pid}`, `${assembly}.used-by-999999999`);
    }
    const last = await prepareNext('5');
    expect([mine, ...others, last].map((assembly) => existsSync(assembly))).toEqual([
      true,
      false,
      false,
      true,
      true,
      true,
    ]);
    expect(
      readdirSync(join(root, 'cdk.out/local')).filter((name) => name.includes('used-by')),
    ).toHaveLength(2);
  });

  it('leaves no mark of processes that have ended', async () => {
    const root = createRepository();
    const assembly = await prepareAssembly({ root });
    writeFileSync(`${assembly}.used-by-999999999`, '');
    await prepareAssembly({ root });
    expect(existsSync(`${assembly}.used-by-999999999`)).toBe(false);
    expect(existsSync(`${assembly}.used-by-${process.pid}`)).toBe(true);
  });

  it('does it once for many callers at the same time', async () => {
    const root = createRepository();
    const folders = await Promise.all([1, 2, 3].map(() => prepareAssembly({ root })));
    expect(new Set(folders).size).toBe(1);
    expect(ran(root)).toBe('build synth ');
  });

  it('says in one line why it does not synthesize, and tries again next time', async () => {
    const root = createRepository(`throw new TypeError('no such prop');`);
    for (const _ of [1, 2]) {
      await expect(prepareAssembly({ root })).rejects.toThrow(
        "the CDK app doesn't synthesize: TypeError: no such prop (node infra/aws/app.ts says more)",
      );
    }
  });

  it('says that the dependencies are missing', async () => {
    const root = createRepository();
    const bare = mkdtempSync(join(tmpdir(), 'latchkey-bare-'));
    cpSync(join(root, 'infra'), join(bare, 'infra'), { recursive: true });
    await expect(prepareAssembly({ root: bare })).rejects.toThrow(
      'the dependencies are not installed: run npm ci',
    );
  });
});

describe('the hash of the inputs', () => {
  it('changes with a file’s content and name, not with what is no input', () => {
    const root = createRepository();
    const before = inputHash(root);
    writeFileSync(join(root, 'README.md'), 'x');
    expect(inputHash(root)).toBe(before);
    writeFileSync(join(root, 'functions/a.ts'), 'x');
    const withA = inputHash(root);
    expect(withA).not.toBe(before);
    writeFileSync(join(root, 'functions/a.ts'), 'y');
    expect(inputHash(root)).not.toBe(withA);
  });
});

const newPath = (): string => join(mkdtempSync(join(tmpdir(), 'latchkey-lock-')), 'lock');

describe('a lock', () => {
  it('lets one do its work at a time', async () => {
    const path = newPath();
    const events: string[] = [];
    await Promise.all(
      ['a', 'b'].map((name) =>
        withLock(path, async () => {
          events.push(`${name} begins`);
          await new Promise((resolve) => setImmediate(resolve));
          events.push(`${name} ends`);
        }),
      ),
    );
    expect(events.map((event) => event.slice(2))).toEqual(['begins', 'ends', 'begins', 'ends']);
  });

  it('is taken over from an owner who has died', async () => {
    const path = newPath();
    writeFileSync(path, '999999999');
    expect(await withLock(path, () => Promise.resolve('done'))).toBe('done');
    expect(existsSync(path)).toBe(false);
  });

  it('is given back after a failure', async () => {
    const path = newPath();
    await expect(withLock(path, () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(existsSync(path)).toBe(false);
  });
});

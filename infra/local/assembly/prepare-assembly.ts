import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';
import { isUsed, markUsed } from './assembly-users.ts';
import { withLock } from './folder-lock.ts';
import { inputHash } from './input-hash.ts';
import { runScript } from './run-script.ts';

/** How many assemblies that nobody uses are kept beside the newest. */
const OLDER_KEPT = 2;

/**
 * Builds the functions' bundles and synthesizes the CDK app, or finds that nothing has changed since
 * that was last done. Several processes may call it at once.
 *
 * @param options.root the repository's folder
 * @returns the assembly's folder, under `cdk.out/local/`; it never changes once it is there, and stays for
 *   as long as this process lives
 * @throws StartError when the dependencies are missing, or build or synth fail
 */
export async function prepareAssembly(options: {
  readonly root: string;
  readonly onBegin?: (step: string) => void;
  readonly onDone?: (ms: number) => void;
}): Promise<string> {
  const { root, onBegin = () => {}, onDone = () => {} } = options;
  const folder = join(root, 'cdk.out/local');
  const assembly = join(folder, inputHash(root));
  const timed = async (step: string, work: () => Promise<void>): Promise<void> => {
    onBegin(step);
    const startedAt = performance.now();
    await work();
    onDone(performance.now() - startedAt);
  };
  // Before it is looked for: whoever tidies up meanwhile shall see it.
  markUsed(assembly);
  if (existsSync(assembly)) return assembly;
  if (!existsSync(join(root, 'node_modules/aws-cdk-lib'))) {
    throw new StartError('the dependencies are not installed: run npm ci');
  }
  return withLock(join(folder, 'lock'), async () => {
    // Somebody else may have made it while this process waited.
    if (existsSync(assembly)) return assembly;
    const draft = join(folder, 'draft');
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true });
    await timed('building the functions', () =>
      runScript(root, 'infra/build/build-functions.ts', {}, "the functions don't build"),
    );
    await timed('synthesizing the CDK app', () =>
      runScript(
        root,
        'infra/aws/app.ts',
        {
          CDK_OUTDIR: draft,
          CDK_CONTEXT_JSON: JSON.stringify(contextOf(root)),
          // CloudFormation's own rules take longer than all the rest; `npm run synth` applies them.
          CDK_VALIDATION: 'false',
        },
        "the CDK app doesn't synthesize",
      ),
    );
    renameSync(draft, assembly);
    removeOlder(folder, assembly);
    return assembly;
  });
}

/** What the CDK's command line would pass on. */
function contextOf(root: string): unknown {
  const settings = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as {
    context?: unknown;
  };
  return settings.context ?? {};
}

function removeOlder(folder: string, newest: string): void {
  const older = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => path !== newest && statSync(path).isDirectory())
    .toSorted((left, right) => statSync(right).mtimeMs - statSync(left).mtimeMs);
  const unused = older.filter((path) => !isUsed(path));
  for (const path of unused.slice(OLDER_KEPT)) rmSync(path, { recursive: true, force: true });
}

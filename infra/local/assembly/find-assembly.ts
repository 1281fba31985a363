import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StartError } from '../start-error.ts';
import { prepareAssembly } from './prepare-assembly.ts';
import { runApp } from './run-script.ts';

/** What a local edition runs. */
export interface FoundAssembly {
  readonly assemblyDirectory: string;
  /** Only where one was named. */
  readonly stackName?: string;
}

/** Where a source file and a compiled one of the package alike have the root above them. */
const ROOT = join(import.meta.dirname, '../../..');

/**
 * Finds the cloud assembly to run: the one that `LATCHKEY_ASSEMBLY` names (`cdk.out`), else this
 * repository's own stack, else, where Latchkey is an installed package, the CDK app whose `cdk.json`
 * lies in the folder at hand, synthesized anew. `LATCHKEY_STACK` chooses among several stacks.
 *
 * @param dataDirectory where the synthesized app is put
 * @throws StartError when there is none, or it doesn't build or synthesize
 */
export async function findAssembly(
  environment: Readonly<Record<string, string | undefined>>,
  options: {
    readonly dataDirectory: string;
    readonly onBegin?: (step: string) => void;
    readonly onDone?: (ms: number) => void;
  },
): Promise<FoundAssembly> {
  const stackName = environment['LATCHKEY_STACK'];
  const named = environment['LATCHKEY_ASSEMBLY'];
  const isSource = existsSync(join(ROOT, 'infra/build/build-functions.ts'));
  const assemblyDirectory =
    named || !isSource
      ? standingAlone(named ? resolve(named) : await synthesizeApp(process.cwd(), options))
      : await prepareAssembly({ root: ROOT, ...options });
  return { assemblyDirectory, ...(stackName && { stackName }) };
}

/**
 * On Lambda a function has no project around it. Here the project's package.json would say whether the
 * function's files are ES modules, unless there is another one on the way to it.
 */
function standingAlone(assembly: string): string {
  const path = join(assembly, 'package.json');
  if (existsSync(assembly) && !existsSync(path)) writeFileSync(path, '{}\n');
  return assembly;
}

/** Does what `cdk synth` does, without the CDK's command line, which need not be installed. */
async function synthesizeApp(
  folder: string,
  { dataDirectory, onBegin = () => {}, onDone = () => {} }: Parameters<typeof findAssembly>[1],
): Promise<string> {
  const { app, context = {} } = readCdkJson(join(folder, 'cdk.json'));
  const assembly = join(resolve(dataDirectory), 'assembly');
  onBegin('synthesizing the CDK app');
  const startedAt = performance.now();
  await runApp(
    folder,
    app,
    {
      CDK_OUTDIR: assembly,
      CDK_CONTEXT_JSON: JSON.stringify(context),
      CDK_VALIDATION: 'false',
    },
    "the CDK app doesn't synthesize",
  );
  onDone(performance.now() - startedAt);
  return assembly;
}

function readCdkJson(path: string): { readonly app: string; readonly context?: unknown } {
  if (!existsSync(path)) {
    throw new StartError(
      `there is no CDK app here (${path} is missing): change to its folder, or name what cdk synth has made with LATCHKEY_ASSEMBLY=cdk.out`,
    );
  }
  try {
    const settings = JSON.parse(readFileSync(path, 'utf8')) as { app?: unknown; context?: unknown };
    if (typeof settings.app === 'string') return { app: settings.app, context: settings.context };
  } catch {
    throw new StartError(`${path} is not JSON`);
  }
  throw new StartError(`${path} names no app: it needs "app", such as "node app.ts"`);
}

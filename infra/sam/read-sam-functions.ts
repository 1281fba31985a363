import { relative } from 'node:path';
import { readAssembly } from '../local/template/assembly.ts';
import { readStack } from '../local/template/read-stack.ts';
import type { Template } from '../local/template/template.ts';
import type { SamFunction } from './sam-template.ts';

/** What SAM is told of one synthesized stack. */
export interface SamStack {
  readonly name: string;
  readonly template: Template;
  readonly functions: readonly SamFunction[];
}

/**
 * Reads the functions of the synthesized stack with the names and addresses that the local edition
 * gives its tables, secrets and API.
 *
 * @param assembly `cdk.out`
 * @param apiUrl where the local edition answers
 * @throws StartError when nothing is synthesized there
 */
export function readSamStack(assembly: string, apiUrl: string): SamStack {
  const synthesized = readAssembly(assembly);
  const { name, template } = synthesized;
  const stack = readStack(synthesized, template, () => apiUrl);
  return {
    name,
    template,
    functions: stack.functions.map((definition) => ({
      logicalId: definition.logicalId,
      code: relative(assembly, definition.codeFolder),
      environment: definition.environment(),
    })),
  };
}

/** Where `npm start` and `npm run sam:serve` answer, unless `PORT` says otherwise. */
export const localUrl = (environment: Readonly<Record<string, string | undefined>>): string =>
  `http://localhost:${environment['PORT'] || '3000'}`;

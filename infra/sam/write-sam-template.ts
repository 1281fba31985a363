import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localUrl, readSamStack } from './read-sam-functions.ts';
import { samTemplate } from './sam-template.ts';

/** `npm run sam:template`: derives SAM's template from the synthesized one, into the same folder. */
const assembly = 'cdk.out';
try {
  const { name, template, functions } = readSamStack(assembly, localUrl(process.env));
  const derived = samTemplate(template, functions, process.arch);
  const path = join(assembly, `${name}.sam.json`);
  writeFileSync(path, `${JSON.stringify(derived, null, 2)}\n`);
  console.log(`${path}: ${functions.map(({ logicalId }) => logicalId).join(', ')}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

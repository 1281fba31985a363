import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What the bundles and the template are made of. A file that isn't there counts too: making it
 * changes the hash.
 */
const INPUTS = [
  'functions',
  'infra/aws',
  'infra/build',
  'cdk.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** @returns a hash of every input's path and content, and of the Node.js that would run them */
export function inputHash(root: string): string {
  const hash = createHash('sha256').update(
    `${process.version} ${process.platform} ${process.arch}\n`,
  );
  for (const path of INPUTS.flatMap((input) => filesUnder(root, input))) {
    const content = readFileSync(join(root, path));
    hash.update(`${path} ${content.length}\n`).update(content);
  }
  return hash.digest('hex').slice(0, 32);
}

function filesUnder(root: string, path: string): readonly string[] {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full)
    .toSorted()
    .flatMap((name) => filesUnder(root, `${path}/${name}`));
}

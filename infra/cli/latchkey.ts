#!/usr/bin/env node
import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * `npx latchkey <command> …`: each command is a program of its own, which lies beside this one. Nothing
 * is imported before the version is known to be able to run it.
 */
const COMMANDS: Readonly<Record<string, string>> = {
  start: 'runs the token service of your CDK app on this machine',
  users: 'shows and changes users',
  clients: 'shows and changes clients for machines',
  keys: 'shows and turns over the keys',
  token: 'says what a token holds, and why it is not valid',
  smoke: 'tries a deployment out',
};

const end = extname(import.meta.filename);
const files = readdirSync(import.meta.dirname);
const commands = Object.entries(COMMANDS).filter(([name]) => files.includes(name + end));
const [name, ...words] = process.argv.slice(2);

if (commands.some(([known]) => known === name)) {
  if (Number(process.versions.node.split('.')[0]) < 24) {
    console.error(`latchkey ${name} needs Node.js 24 or newer, and this is ${process.version}.`);
    process.exit(1);
  }
  process.argv = [...process.argv.slice(0, 2), ...words];
  await import(pathToFileURL(join(import.meta.dirname, name + end)).href);
} else {
  const asked = name === undefined || name === '--help';
  const usage = [
    ...(asked ? [] : [`error: there is no command ${JSON.stringify(name)}`]),
    'Usage: latchkey <command> …',
    ...commands.map(([known, does]) => `  ${known.padEnd(8)} ${does}`),
    'latchkey <command> --help says more.',
  ];
  console.error(usage.join('\n'));
  process.exitCode = asked ? 0 : 2;
}

// Loaded before the TypeScript that older versions can't even parse.
const { existsSync } = require('node:fs');
const path = require('node:path');

const isInstalled = existsSync(path.join(__dirname, '../../node_modules'));
const installing = isInstalled ? 'install it' : 'install it, then run npm ci';
// npm ci brings Node.js 24 for Linux, and npm's scripts find it.
const onLinux = isInstalled
  ? 'npm run finds the one that npm ci brings; if it is missing, run npm ci again'
  : 'run npm ci first, which brings it';

const [major] = process.versions.node.split('.');
if (Number(major) < 24) {
  const advice = process.platform === 'linux' ? onLinux : installing;
  console.error(`Latchkey needs Node.js 24 or newer, and this is ${process.version}: ${advice}.`);
  process.exit(1);
}

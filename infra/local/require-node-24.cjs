// Loaded before the TypeScript that older versions can't even parse.
const [major] = process.versions.node.split('.');
if (Number(major) < 24) {
  console.error(`Latchkey needs Node.js 24 or newer; this is ${process.version}.`);
  process.exit(1);
}

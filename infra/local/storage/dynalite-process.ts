/**
 * A process of its own for dynalite, since an error in its database would end the process it is in.
 * Arguments: the database's folder; the environment has the secret that requests show. Tells its parent `{ port }` or `{ problem, locked }`, and ends
 * with it.
 */
import { createRequire } from 'node:module';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newSecret, onlyWithSecret, SECRET_VARIABLE } from '../only-with-secret.ts';

interface OpenDatabase {
  open(): Promise<void>;
  close(): Promise<void>;
  get(key: string): Promise<{ TableStatus?: string } | undefined>;
  del(key: string): Promise<void>;
  keys(range: { gte: string; lt: string }): AsyncIterable<string>;
}

const require = createRequire(import.meta.url);
const folder = process.argv[2] as string;

/** dynalite's own database library: the same file format, opened before it to see that it is whole. */
const { Level } = createRequire(require.resolve('dynalite'))('level') as {
  Level: new (path: string, options: { valueEncoding: 'json' }) => OpenDatabase;
};

process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group: the parent decides when storage ends.
process.on('SIGINT', () => {});

try {
  await forgetHalfMadeTables(folder);
  const dynalite = require('dynalite') as (options: object) => Server;
  const server = dynalite({ path: folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const [answer] = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  if (answer)
    server.on('request', onlyWithSecret(process.env[SECRET_VARIABLE] ?? newSecret(), answer));
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => {
    process.send?.({ port: (server.address() as AddressInfo).port });
  });
  process.on('message', () => server.close(() => process.exit(0)));
} catch (error) {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const locked = (cause as { code?: string }).code === 'LEVEL_LOCKED';
  process.send?.({ problem: cause instanceof Error ? cause.message : String(cause), locked }, () =>
    process.exit(1),
  );
}

/**
 * A table that was being created when its process was killed stays in CREATING for ever, and nothing
 * can be in it: it is made anew.
 *
 * @throws when the folder can't be opened: locked, corrupted, not a folder
 */
async function forgetHalfMadeTables(path: string): Promise<void> {
  const database = new Level(path, { valueEncoding: 'json' });
  await database.open();
  for await (const key of database.keys({ gte: 'table~', lt: 'table~~' })) {
    const table = await database.get(key);
    if (table?.TableStatus !== 'ACTIVE') await database.del(key);
  }
  await database.close();
}

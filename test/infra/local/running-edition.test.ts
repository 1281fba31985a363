import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { announceEdition, findRunningEdition } from '../../../infra/local/running-edition.ts';

const EDITION = {
  dynamoDbUrl: 'http://127.0.0.1:3',
  lambdaUrl: 'http://127.0.0.1:1',
  secretsManagerUrl: 'http://127.0.0.1:2',
  administrator: { accessKeyId: 'id', secretAccessKey: 'key', sessionToken: 'token' },
  rotationFunctionArns: ['arn'],
  tables: [{ usersTableName: 'users', refreshTokensTableName: 'tokens' }],
  verifiers: [
    { issuer: 'http://localhost:1', audience: 'a', keySetSecretArn: 'set', tables: null },
  ],
};
const newFolder = (): string => mkdtempSync(join(tmpdir(), 'latchkey-running-'));

test('a running edition is found by its data folder until it takes its word back', () => {
  const folder = newFolder();
  expect(findRunningEdition(folder)).toBeNull();
  const withdraw = announceEdition(folder, EDITION);
  expect(findRunningEdition(folder)).toMatchObject({ ...EDITION, pid: process.pid });
  withdraw();
  expect(findRunningEdition(folder)).toBeNull();
});

test('its keys are readable by the owner only', () => {
  const folder = newFolder();
  announceEdition(folder, EDITION);
  expect(statSync(join(folder, 'running.json')).mode & 0o777).toBe(0o600);
});

test('one that was killed, or a torn file, is none', () => {
  const folder = newFolder();
  const path = join(folder, 'running.json');
  // No process has this id: it is above the highest that Linux and macOS give.
  writeFileSync(path, JSON.stringify({ ...EDITION, pid: 2 ** 30 }));
  expect(findRunningEdition(folder)).toBeNull();
  writeFileSync(path, '{"pid":');
  expect(findRunningEdition(folder)).toBeNull();
});

import { GetItemCommand, PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDynamoDBClient } from '../../functions/adapters/dynamodb/dynamodb-client.ts';
import { familyIdOf, parseRefreshToken } from '../../functions/core/sessions/refresh-token.ts';
import {
  REFRESH_TOKENS_TABLE,
  sessionSortKey,
  userPartitionKey,
} from '../../functions/core/tables.ts';
import { keyCommands } from './documented-commands.ts';
import { getWith, logIn, postForm, refreshAt, type Tokens } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';

const MINUTE = 60_000;
const STACK = '--stack LatchkeyStack';

/** The session's item, as a backup has it and a restore brings it back. */
async function backUp(service: RunningService, refreshToken: string): Promise<() => Promise<void>> {
  const content = parseRefreshToken(refreshToken);
  if (content === null) throw new Error('it is no refresh token');
  const { dynamoDbUrl: endpoint, administrator: credentials } = service.aws;
  const client = createDynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  const TableName = service.outputs['RefreshTokensTableName'];
  const Key: Record<string, AttributeValue> = {
    [REFRESH_TOKENS_TABLE.partitionKey]: { S: userPartitionKey(content.username) },
    [REFRESH_TOKENS_TABLE.sortKey]: { S: sessionSortKey(familyIdOf(content.familySecret)) },
  };
  const { Item } = await client.send(new GetItemCommand({ TableName, Key }));
  if (Item === undefined) throw new Error('there is no such session');
  return async () => void (await client.send(new PutItemCommand({ TableName, Item })));
}

describe('after a point-in-time restore', () => {
  let dataDirectory: string;
  let service: RunningService;
  let keys: ReturnType<typeof keyCommands>;
  let backedUp: Tokens;
  let newer: Tokens;
  let restore: () => Promise<void>;

  const refresh = async ({ refresh_token }: Tokens) =>
    refreshAt(service.url, '/refresh', refresh_token);
  const lastReason = async (event: string): Promise<unknown> => {
    const lines = (await service.logLines())
      .map((line) => JSON.parse(line) as { event?: string; reason?: string; time: string })
      .filter((line) => line.event === event)
      .toSorted((a, b) => a.time.localeCompare(b.time));
    return lines.at(-1)?.reason;
  };

  beforeAll(async () => {
    dataDirectory = mkdtempSync(join(tmpdir(), 'latchkey-restore-'));
    service = await startService({ adjustableClock: true, dataDirectory });
    keys = keyCommands(dataDirectory);
    backedUp = await logIn(service.url);
    restore = await backUp(service, backedUp.refresh_token);
    newer = (await refresh(backedUp)).json as unknown as Tokens;
  }, 60_000);
  afterAll(async () => {
    await service.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
  });

  test('a refresh token newer than its session is refused, ends the session and raises the alarm', async () => {
    await restore();
    const answer = await refresh(newer);
    expect([answer.status, answer.json['error']]).toEqual([400, 'invalid_grant']);
    expect(await lastReason('refresh_alarm')).toBe('restored');
    expect((await refresh(backedUp)).json['error']).toBe('invalid_grant');
  });

  test('a session that was ended since the backup is alive again: nothing in the table tells', async () => {
    await restore();
    await postForm(`${service.url}/revoke`, { token: backedUp.refresh_token });
    expect((await refresh(backedUp)).status).toBe(400);
    await restore();
    expect((await refresh(backedUp)).status).toBe(200);
  });

  test('ending all sessions keeps revoked tokens revoked, whatever the table says', async () => {
    await restore();
    const ended = await keys.run(
      `npm run keys -- end-all-sessions ${STACK}`,
      '',
      '--yes',
      '--no-wait',
    );
    expect(ended.exitCode).toBe(0);
    expect(ended.stderr).toContain('signs no more');
    service.advance(MINUTE);
    expect((await keys.run(`npm run keys -- settle ${STACK}`)).exitCode).toBe(0);
    for (const tokens of [backedUp, newer]) {
      await restore();
      const answer = await refresh(tokens);
      expect([answer.status, answer.json['error']]).toEqual([400, 'invalid_grant']);
      expect(await lastReason('refresh_refused')).toBe('unknown_key');
    }
  });

  test('whoever logs in again goes on as ever', async () => {
    const tokens = await logIn(service.url);
    const next = await refresh(tokens);
    expect(next.status).toBe(200);
    const me = await getWith(`${service.url}/users/me`, String(next.json['access_token']));
    expect(me.status).toBe(200);
  });

  test('a leaked ring is turned over whole: new keys sign and old access tokens die', async () => {
    const old = await logIn(service.url);
    const retired = await keys.run(
      `npm run keys -- retire --ring signing --compromised ${STACK}`,
      '',
      '--yes',
      '--no-wait',
    );
    expect(retired.exitCode).toBe(0);
    service.advance(MINUTE);
    expect((await keys.run(`npm run keys -- settle ${STACK}`)).exitCode).toBe(0);
    service.advance(6 * MINUTE);
    const fresh = await logIn(service.url);
    const statuses = await Promise.all(
      [old, fresh].map(
        async ({ access_token }) => (await getWith(`${service.url}/users/me`, access_token)).status,
      ),
    );
    expect(statuses).toEqual([401, 200]);
  });

  test('the keys of an edition that does not run are listed too, and it ends again', async () => {
    await service.stop();
    const listed = await keys.run(`npm run keys -- list ${STACK}`);
    expect(listed).toMatchObject({ exitCode: 0, stderr: '' });
    expect(listed.stdout).toMatch(/^the local edition \(started for this\), /);
    expect(existsSync(join(dataDirectory, 'running.json'))).toBe(false);
  }, 30_000);
});

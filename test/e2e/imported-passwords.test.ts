import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDynamoDBClient } from '../../functions/adapters/dynamodb/dynamodb-client.ts';
import { createDynamoDBUserStore } from '../../functions/adapters/dynamodb/dynamodb-user-store.ts';
import { createSdkCall } from '../../functions/adapters/dynamodb/sdk-call.ts';
import { IMPORTED_HASHES } from '../vectors/imported-hashes.ts';
import { logIn, postForm } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';
import { putUser } from './service-users.ts';

/** What the construct sets by default, in the order that other systems read. */
const TODAY = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;

/** `manage.py dumpdata auth.user` of a real Django; everybody's password is the same. */
const DUMP = JSON.parse(
  readFileSync(join(import.meta.dirname, '../vectors/django-dump.json'), 'utf8'),
) as { readonly fields: { readonly username: string; readonly password: string } }[];
const DUMPED_PASSWORD = 'correct horse battery staple';

/** One of each format, and the passwords that are none of ASCII with them. */
const ONE_EACH = IMPORTED_HASHES.filter((_, index) => index % 3 === (index < 72 ? 1 : 0));

describe('passwords from other systems, at the token endpoint', () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService();
  }, 60_000);
  afterAll(() => service.stop());

  const storedHash = async (username: string): Promise<string> => {
    const { dynamoDbUrl: endpoint, administrator: credentials } = service.aws;
    const client = createDynamoDBClient({ endpoint, region: 'us-east-1', credentials });
    const tableName = String(service.outputs['UsersTableName']);
    const user = await createDynamoDBUserStore(createSdkCall(client), tableName).find(username);
    client.destroy();
    return String(user?.passwordHash);
  };
  const tryLogIn = (username: string, password: string) =>
    postForm(`${service.url}/token`, { grant_type: 'password', username, password });

  it.each(ONE_EACH.map((vector, index) => ({ ...vector, username: `user${index}` })))(
    '$scheme by $maker logs in and is rehashed',
    async ({ username, password, hash }) => {
      await putUser(service, { username, passwordHash: hash });
      const wrong = await tryLogIn(username, `X${password}`);
      expect(wrong.json).toMatchObject({ error: 'invalid_grant' });
      expect(await storedHash(username)).toBe(hash);
      await logIn(service.url, { username, password });
      expect(await storedHash(username)).toMatch(TODAY);
      await logIn(service.url, { username, password });
      expect((await tryLogIn(username, `X${password}`)).status).toBe(400);
    },
  );

  it("rehashes the tutorial user's hash at his first login", async () => {
    expect(await storedHash('johndoe')).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=4\$/);
    await logIn(service.url);
    const rehashed = await storedHash('johndoe');
    expect(rehashed).toMatch(TODAY);
    await logIn(service.url);
    expect(await storedHash('johndoe')).toBe(rehashed);
  });

  it("logs in the users of a real Django's dump, and nobody without a password", async () => {
    for (const { fields } of DUMP) {
      const { username, password: passwordHash } = fields;
      await putUser(service, { username, passwordHash });
      const answer = await tryLogIn(username, DUMPED_PASSWORD);
      expect([username, answer.status]).toEqual([username, username === 'nologin' ? 400 : 200]);
    }
    expect(await storedHash('simone')).toMatch(TODAY);
  });

  it('keeps a bcrypt hash that knows only the first 72 bytes of the password', async () => {
    for (const { password, hash } of IMPORTED_HASHES) {
      if (!/^(bcrypt\$)?\$2[aby]/.test(hash) || Buffer.byteLength(password) <= 72) continue;
      await putUser(service, { username: 'long', passwordHash: hash });
      await logIn(service.url, { username: 'long', password });
      await logIn(service.url, { username: 'long', password: password.slice(0, 73) });
      expect(await storedHash('long')).toBe(hash);
    }
  });

  it('takes a hash that would cost too much for a wrong password, and says so in its log', async () => {
    const bomb = `$2b$31$${'A'.repeat(53)}`;
    const { userId } = await putUser(service, { username: 'bomber', passwordHash: bomb });
    expect((await tryLogIn('bomber', 'secret')).json).toMatchObject({ error: 'invalid_grant' });
    const lines = (await service.logLines()).filter((line) => line.includes(userId));
    expect(lines.join('\n')).toContain('password_hash_refused');
  });

  it('logs neither hashes nor passwords', async () => {
    const log = (await service.logLines()).join('\n');
    expect(log).toContain('password_rehashed');
    for (const { hash, password } of ONE_EACH) {
      expect(log).not.toContain(hash.slice(-20));
      expect(log).not.toContain(password);
    }
  });
});

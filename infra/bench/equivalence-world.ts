import { randomUUID } from 'node:crypto';
import { createArgon2PasswordHasher } from '../../functions/adapters/argon2/argon2-password-hasher.ts';
import { createDynamoDBClient } from '../../functions/adapters/dynamodb/dynamodb-client.ts';
import { createDynamoDBUserCreation } from '../../functions/adapters/dynamodb/dynamodb-user-creation.ts';
import { createSdkCall } from '../../functions/adapters/dynamodb/sdk-call.ts';
import { newUser } from '../../functions/core/users/user-creation.ts';
import type { LocalEdition } from '../local/start-local-edition.ts';
import type { Template } from '../local/template/template.ts';

/** Everybody's on the bench. */
export const BENCH_PASSWORD = 'correct horse battery staple';

/** The construct's own: OWASP's. */
const TODAY = { memoryKiB: 19_456, timeCost: 2, parallelism: 1 };

/** Puts a user into the running edition's table, with a hash of today's parameters. */
export async function putBenchUser(
  { aws, outputs }: Pick<LocalEdition, 'aws' | 'outputs'>,
  { username, disabled }: { readonly username: string; readonly disabled: boolean },
): Promise<void> {
  const client = createDynamoDBClient({
    endpoint: aws.dynamoDbUrl,
    region: 'us-east-1',
    credentials: aws.administrator,
  });
  const draft = {
    userId: `user:${randomUUID()}`,
    username,
    passwordHash: await createArgon2PasswordHasher(TODAY).hash(BENCH_PASSWORD),
    email: `${username}@example.com`,
    fullName: null,
    roles: [],
    scopes: ['items:read'],
  };
  const creation = createDynamoDBUserCreation(
    createSdkCall(client),
    outputs['UsersTableName'] ?? '',
  );
  await creation.create({ ...newUser(draft, Date.now()), disabled });
  client.destroy();
}

/** Switches the throttle off, which would end the bench after ten refusals. */
export function openToGuessing(template: Template): Template {
  const login = template.Resources['LoginFunction'];
  if (login === undefined) throw new Error('the stack has no LoginFunction');
  const properties = login.Properties as { readonly Environment: { readonly Variables: object } };
  const { Variables } = properties.Environment;
  return {
    ...template,
    Resources: {
      ...template.Resources,
      LoginFunction: {
        ...login,
        Properties: {
          ...login.Properties,
          Environment: { Variables: { ...Variables, LOGIN_THROTTLING: 'null' } as never },
        },
      },
    },
  };
}

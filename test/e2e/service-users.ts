import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createDynamoDBClient } from '../../functions/adapters/dynamodb/dynamodb-client.ts';
import { toUserItem } from '../../functions/adapters/dynamodb/user-item.ts';
import type { User } from '../../functions/core/users/user.ts';
import type { LocalEdition } from '../../infra/local/start-local-edition.ts';
import type { Template } from '../../infra/local/template/template.ts';
import { aUser } from '../fakes/session-samples.ts';
import { cheapHasher } from '../fakes/sign-in-bench.ts';
import { getWith, logIn, postForm, type Answer, type Tokens } from './oauth-requests.ts';
import type { RunningService } from './running-service.ts';

/** The password of everybody whom `putUser` makes. */
const PASSWORD = 'correct horse battery staple';

/** Creates or replaces a user behind the service's back, as an operator does. */
export async function putUser(
  service: Pick<LocalEdition, 'aws' | 'outputs'>,
  changes: Partial<User>,
): Promise<User> {
  const username = changes.username ?? 'anna';
  const userId = `user:${username}`;
  const passwordHash = await cheapHasher.hash(PASSWORD);
  const user = aUser({ username, userId, passwordHash, epoch: 0, ...changes });
  const { dynamoDbUrl, administrator } = service.aws;
  const client = createDynamoDBClient({
    endpoint: dynamoDbUrl,
    region: 'us-east-1',
    credentials: administrator,
  });
  const TableName = service.outputs['UsersTableName'];
  await client.send(new PutItemCommand({ TableName, Item: toUserItem(user) }));
  client.destroy();
  return user;
}

/** Logs somebody in whom `putUser` made. */
export const logInAs = (
  service: Pick<LocalEdition, 'url'>,
  username: string,
  form: Readonly<Record<string, string>> = {},
): Promise<Tokens> => logIn(service.url, { username, password: PASSWORD, ...form });

/** Lets the client `console` ask for the scope that introspection needs. */
export const withConsole = (template: Template): Template => {
  const text = JSON.stringify(template)
    .replaceAll('"CLIENT_IDS":"default"', '"CLIENT_IDS":"default,console"')
    .replaceAll(
      '"CLIENT_RESERVED_SCOPES":""',
      '"CLIENT_RESERVED_SCOPES":"console=tokens:introspect"',
    );
  return JSON.parse(text) as Template;
};

/** @returns a token that may introspect others; needs `withConsole` */
export async function introspectorToken(service: RunningService): Promise<string> {
  await putUser(service, { username: 'auditor', scopes: ['tokens:introspect'] });
  const scope = 'tokens:introspect';
  const tokens = await logInAs(service, 'auditor', { client_id: 'console', scope });
  return tokens.access_token;
}

/** Posts with a bearer token. */
export const postWith = (
  url: string,
  accessToken: string,
  form: Readonly<Record<string, string>>,
): Promise<Answer> => postForm(url, form, { authorization: `Bearer ${accessToken}` });

/** Who answers a request to a guarded route: the gateway alone, or a function behind it. */
export async function whoAnswers(
  service: RunningService,
  accessToken: string,
): Promise<'function' | 'gateway'> {
  const answer = await getWith(`${service.url}/users/me`, accessToken);
  const refusedByGateway =
    answer.status === 401 && answer.headers.get('content-type') !== 'application/problem+json';
  return refusedByGateway ? 'gateway' : 'function';
}

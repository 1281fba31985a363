import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { AuthFunction } from '../../../infra/aws/constructs/auth-function.ts';
import type { TokenServiceProps } from '../../../infra/aws/constructs/token-service-props.ts';
import { resourceOf, serviceStack } from './service-template.ts';

type Variables = Readonly<Record<string, string>>;

/** The function's variables, with a text wherever CloudFormation would put one. */
function variablesOf(grantee: AuthFunction): Variables {
  const { Variables: values } = resourceOf(grantee).Properties['Environment'] as {
    Variables: Record<string, unknown>;
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : `https://${name.toLowerCase()}.example`,
    ]),
  );
}

function allVariables(props: TokenServiceProps = {}): Readonly<Record<string, Variables>> {
  const { service } = serviceStack(props);
  return {
    account: variablesOf(service.accountFunction),
    admin: variablesOf(service.adminFunction as AuthFunction),
    authorizer: variablesOf(service.authorizerFunction),
    docs: variablesOf(service.docsFunction as AuthFunction),
    introspect: variablesOf(service.introspectFunction),
    keys: variablesOf(service.keys.keysFunction),
    login: variablesOf(service.loginFunction),
    metadata: variablesOf(service.metadataFunction),
    refresh: variablesOf(service.refreshFunction),
    revoke: variablesOf(service.revokeFunction),
    sessions: variablesOf(service.sessionsFunction),
    users: variablesOf(service.usersFunction),
  };
}

/** @returns the names that each function reads while it starts, or its error */
const start = (functions: Readonly<Record<string, Variables>>): Record<string, unknown> =>
  JSON.parse(
    execFileSync(process.execPath, [join(import.meta.dirname, 'environment-names.ts')], {
      input: JSON.stringify(functions),
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], AWS_REGION: 'eu-west-1' },
    }),
  ) as Record<string, unknown>;

test.each<TokenServiceProps>([
  {},
  { sessionCheck: 'on-expiry', corsAllowedOrigins: ['*'], scopesSupported: ['a', 'b'] },
])('with the settings %j each function is given what it reads, no more and no less', (props) => {
  const variables = allVariables(props);
  const names = Object.entries(variables).map(([name, values]) => [
    name,
    Object.keys(values).toSorted(),
  ]);
  expect(start(variables)).toEqual(Object.fromEntries(names));
});

test('login and metadata are told alike whether passwords are taken', () => {
  for (const [props, PASSWORD_GRANT] of [
    [{}, 'on'],
    [{ passwordGrant: false }, 'off'],
  ] as const) {
    const { login, metadata } = allVariables(props);
    expect([login, metadata]).toEqual([
      expect.objectContaining({ PASSWORD_GRANT }),
      expect.objectContaining({ PASSWORD_GRANT }),
    ]);
  }
});

test('reserved scopes are told client by client', () => {
  const { login } = allVariables({
    clientIds: ['web', 'console'],
    clientReservedScopes: { console: ['tokens:introspect', 'users:admin'] },
  });
  expect(login).toMatchObject({
    CLIENT_IDS: 'web,console',
    CLIENT_RESERVED_SCOPES: 'console=tokens:introspect,console=users:admin',
  });
});

test('a function that is given less does not start, and says what is missing', () => {
  const { USERS_TABLE_NAME: _, ...others } = allVariables()['users'] ?? {};
  expect(start({ users: others })).toEqual({
    users: expect.stringContaining('USERS_TABLE_NAME is not set') as unknown,
  });
});

import { createSignedSecretReader } from '../../../functions/adapters/signed-requests/signed-secret-reader.ts';
import {
  AwsRequestError,
  type SignedRequest,
} from '../../../functions/adapters/signed-requests/signed-request.ts';
import { createSignedSessionReader } from '../../../functions/adapters/signed-requests/signed-session-reader.ts';
import { SESSION_CHECK_ATTRIBUTES } from '../../../functions/core/tables.ts';

/** A request function that gives one answer and keeps what it was asked. */
function recorded(answer: unknown) {
  const calls: unknown[][] = [];
  const request: SignedRequest = async (...call) => {
    calls.push(call);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { calls, request };
}

describe('the secret reader', () => {
  it('reads the current version', async () => {
    const { calls, request } = recorded({ SecretString: '{}', VersionId: 'v1' });
    const reader = createSignedSecretReader(request, 'arn:secret');
    expect(await reader.read()).toEqual({ value: '{}', versionId: 'v1' });
    expect(calls).toEqual([['secretsmanager', 'GetSecretValue', { SecretId: 'arn:secret' }]]);
  });

  it('reads a secret that has no version yet as null', async () => {
    const missing = new AwsRequestError('GetSecretValue', 'ResourceNotFoundException', 'HTTP 400');
    expect(await createSignedSecretReader(recorded(missing).request, 'x').read()).toBeNull();
  });

  it.each([
    ['a refusal', new AwsRequestError('GetSecretValue', 'AccessDeniedException', 'HTTP 400')],
    ['bytes', { SecretBinary: 'AA==', VersionId: 'v1' }],
  ])('throws for %s', async (_, answer) => {
    const reader = createSignedSecretReader(recorded(answer).request, 'x');
    await expect(reader.read()).rejects.toThrow(AwsRequestError);
  });
});

const found = (changedUser: object, changedFamily: object) => ({
  Responses: { 'users-table': [changedUser], 'tokens-table': [changedFamily] },
  UnprocessedKeys: {},
});

describe('the session reader', () => {
  const TABLES = { users: 'users-table', refreshTokens: 'tokens-table' };
  const KEY = { username: 'johndoe', familyId: 'f1' };
  const user = { userId: { S: 'user:1' }, disabled: { BOOL: false }, epoch: { N: '2' } };
  const family = {
    userId: { S: 'user:1' },
    epoch: { N: '2' },
    idleExpiresAt: { N: '1800000000000' },
    absoluteExpiresAt: { N: '1800000000001' },
  };
  const read = (answer: unknown) =>
    createSignedSessionReader(recorded(answer).request, TABLES).read(KEY);
  it('asks for both items in one consistent read, and for no more than the check needs', async () => {
    const { calls, request } = recorded({ Responses: {}, UnprocessedKeys: {} });
    await createSignedSessionReader(request, TABLES).read(KEY);
    expect(calls).toHaveLength(1);
    const [service, operation, input] = calls[0] as [string, string, { RequestItems: object }];
    expect([service, operation]).toEqual(['dynamodb', 'BatchGetItem']);
    const pk = { S: 'user#johndoe' };
    expect(input.RequestItems).toMatchObject({
      'users-table': { Keys: [{ pk }], ConsistentRead: true },
      'tokens-table': { Keys: [{ pk, sk: { S: 'session#f1' } }], ConsistentRead: true },
    });
    const asked = Object.values(input.RequestItems).map(
      (item: { ProjectionExpression: string; ExpressionAttributeNames: Record<string, string> }) =>
        item.ProjectionExpression.split(',').map((name) => item.ExpressionAttributeNames[name]),
    );
    expect(asked).toEqual([SESSION_CHECK_ATTRIBUTES.user, SESSION_CHECK_ATTRIBUTES.family]);
  });

  it('gives what it found', async () => {
    expect(await read(found(user, { ...family, revokedAt: { N: '5' } }))).toEqual({
      user: { userId: 'user:1', disabled: false, epoch: 2 },
      family: {
        userId: 'user:1',
        epoch: 2,
        idleExpiresAt: 1_800_000_000_000,
        absoluteExpiresAt: 1_800_000_000_001,
        revokedAt: 5,
      },
    });
  });

  it('gives null for what is not there', async () => {
    const answer = { Responses: { 'users-table': [], 'tokens-table': [family] } };
    expect(await read(answer)).toMatchObject({ user: null, family: { revokedAt: null } });
    expect(await read({ Responses: {} })).toEqual({ user: null, family: null });
  });

  it.each([
    ['a key was not processed', { ...found(user, family), UnprocessedKeys: { 'users-table': {} } }],
    ['there are no responses', {}],
    ['an attribute is missing', found({ userId: { S: 'user:1' }, epoch: { N: '1' } }, family)],
    ['a flag is a text', found({ ...user, disabled: { S: 'false' } }, family)],
    ['a number is none', found(user, { ...family, epoch: { N: '1e3' } })],
    ['the revocation is a text', found(user, { ...family, revokedAt: { S: '' } })],
  ])('throws when %s', async (_, answer) => {
    await expect(read(answer)).rejects.toThrow(AwsRequestError);
  });
});

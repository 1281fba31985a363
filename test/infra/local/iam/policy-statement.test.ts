import { decideAccess, readPolicyDocument } from '../../../../infra/local/iam/policy-statement.ts';
import type { Json, JsonObject } from '../../../../infra/local/template/template.ts';

const decide = (
  statements: Json,
  request: { action?: string; resource?: string; context?: Record<string, readonly string[]> } = {},
) =>
  decideAccess(readPolicyDocument({ Statement: statements }, 'Policy'), {
    action: 'dynamodb:GetItem',
    resource: 'arn:table/a',
    context: {},
    ...request,
  });
const allow = (more: JsonObject = {}): JsonObject => ({
  Effect: 'Allow',
  Action: 'dynamodb:GetItem',
  Resource: 'arn:table/a',
  ...more,
});
const deny = (more: JsonObject = {}): JsonObject => ({ ...allow(more), Effect: 'Deny' });

const attributes = (...names: string[]) => ({ context: { 'dynamodb:Attributes': names } });

describe('identity policies', () => {
  it.each<[string, Json, string]>([
    ['nothing is said', [], 'not_allowed'],
    ['it is allowed', allow(), 'allowed'],
    ['a list holds it', [allow({ Action: ['a:B', 'dynamodb:Get*'] })], 'allowed'],
    ['the action differs in case', allow({ Action: 'DynamoDB:getitem' }), 'allowed'],
    ['another action is allowed', allow({ Action: 'dynamodb:PutItem' }), 'not_allowed'],
    ['another resource is allowed', allow({ Resource: 'arn:table/b' }), 'not_allowed'],
    ['the resource differs in case', allow({ Resource: 'arn:table/A' }), 'not_allowed'],
    ['a deny stands beside it', [allow(), deny()], 'explicitly_denied'],
    ['a deny of something else stands beside it', [allow(), deny({ Resource: 'x' })], 'allowed'],
    [
      'all but another action is allowed',
      { Effect: 'Allow', NotAction: 'a:B', Resource: '*' },
      'allowed',
    ],
    [
      'all but this action is allowed',
      { Effect: 'Allow', NotAction: 'dynamodb:*', Resource: '*' },
      'not_allowed',
    ],
    [
      'all but this resource is allowed',
      { Effect: 'Allow', Action: '*', NotResource: 'arn:*' },
      'not_allowed',
    ],
  ])('when %s', (_when, statements, expected) => {
    expect(decide(statements)).toBe(expected);
  });

  const onlyPk = { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk'] } };

  it.each<[string, JsonObject, Record<string, readonly string[]>, string]>([
    ['every value is listed', onlyPk, attributes('pk').context, 'allowed'],
    ['one value is not listed', onlyPk, attributes('pk', 'hash').context, 'not_allowed'],
    ['there is no value for all', onlyPk, {}, 'allowed'],
    [
      'any value is listed',
      { 'ForAnyValue:StringEquals': { 'dynamodb:Attributes': 'pk' } },
      attributes('a', 'pk').context,
      'allowed',
    ],
    [
      'there is no value for any',
      { 'ForAnyValue:StringEquals': { 'dynamodb:Attributes': 'pk' } },
      {},
      'not_allowed',
    ],
    [
      'the key differs in case',
      { StringEquals: { 'DynamoDB:select': 'COUNT' } },
      { 'dynamodb:Select': ['COUNT'] },
      'allowed',
    ],
    ['the key is absent', { StringEquals: { 'dynamodb:Select': 'COUNT' } }, {}, 'not_allowed'],
    [
      'the key is absent, if it exists',
      { StringEqualsIfExists: { 'dynamodb:Select': 'COUNT' } },
      {},
      'allowed',
    ],
    [
      'the key is absent and negated',
      { StringNotEquals: { 'dynamodb:Select': 'COUNT' } },
      {},
      'allowed',
    ],
    [
      'the value is the excluded one',
      { StringNotEquals: { 'dynamodb:Select': 'COUNT' } },
      { 'dynamodb:Select': ['COUNT'] },
      'not_allowed',
    ],
    [
      'a wildcard fits',
      { StringLike: { 'dynamodb:LeadingKeys': 'user#*' } },
      { 'dynamodb:LeadingKeys': ['user#a'] },
      'allowed',
    ],
    [
      'an equal sign takes no wildcard',
      { StringEquals: { 'dynamodb:LeadingKeys': 'user#*' } },
      { 'dynamodb:LeadingKeys': ['user#a'] },
      'not_allowed',
    ],
    ['the key must be absent', { Null: { 'dynamodb:Select': 'true' } }, {}, 'allowed'],
    ['the key must be there', { Null: { 'dynamodb:Select': 'false' } }, {}, 'not_allowed'],
    [
      'one of two conditions fails',
      { StringEquals: { 'dynamodb:Select': 'A', 'dynamodb:ReturnValues': 'NONE' } },
      { 'dynamodb:Select': ['A'] },
      'not_allowed',
    ],
  ])('when %s', (_when, Condition, context, expected) => {
    expect(decide(allow({ Condition }), { context })).toBe(expected);
  });

  it.each<[string, JsonObject]>([
    [
      "doesn't know the condition operator IpAddress",
      { Condition: { IpAddress: { 'dynamodb:Select': 'x' } } },
    ],
    [
      "doesn't know the condition operator DateLessThan",
      { Condition: { DateLessThan: { 'dynamodb:Select': 'x' } } },
    ],
    [
      "doesn't know the condition key aws:SourceIp",
      { Condition: { StringEquals: { 'aws:SourceIp': 'x' } } },
    ],
    ["doesn't know policy variables", { Resource: 'arn:${aws:username}' }],
    ["doesn't know the policy member Principal", { Principal: '*' }],
    ['Effect is neither Allow nor Deny', { Effect: 'Maybe' }],
  ])('stops with: %s', (problem, more) => {
    expect(() => readPolicyDocument({ Statement: allow(more) }, 'Role (AWS::IAM::Role)')).toThrow(
      problem,
    );
    expect(() => readPolicyDocument({ Statement: allow(more) }, 'Role (AWS::IAM::Role)')).toThrow(
      /^Role \(AWS::IAM::Role\): /,
    );
  });
});

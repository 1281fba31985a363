import { dynamoDbAccess } from '../../../../infra/local/iam/dynamodb-access.ts';
import { expressionAttributes } from '../../../../infra/local/iam/expression-attributes.ts';
import type { JsonObject } from '../../../../infra/local/template/template.ts';

const find = (name: string) => ({ name, arn: `arn:${name}`, partitionKey: 'pk' });
const access = (operation: string, body: JsonObject) => dynamoDbAccess(operation, body, find);
const key = { pk: { S: 'user#a' }, sk: { S: 's' } };

describe('what a DynamoDB call asks of IAM', () => {
  it('GetItem with a projection: the key and the projected attributes', () => {
    const body = {
      TableName: 'users',
      Key: key,
      ProjectionExpression: 'userId, #e, device.ip',
      ExpressionAttributeNames: { '#e': 'epoch' },
    };
    expect(access('GetItem', body)).toEqual([
      {
        action: 'dynamodb:GetItem',
        resource: 'arn:users',
        context: {
          'dynamodb:Attributes': ['pk', 'sk', 'userId', 'epoch', 'device'],
          'dynamodb:LeadingKeys': ['user#a'],
          'dynamodb:Select': ['SPECIFIC_ATTRIBUTES'],
          'dynamodb:ReturnValues': ['NONE'],
        },
      },
    ]);
  });

  it('GetItem without one asks for all attributes', () => {
    expect(
      access('GetItem', { TableName: 'users', Key: key })[0]?.context['dynamodb:Select'],
    ).toEqual(['ALL_ATTRIBUTES']);
  });

  it('BatchGetItem asks for each table', () => {
    const requests = access('BatchGetItem', {
      RequestItems: {
        users: { Keys: [key], ProjectionExpression: 'epoch' },
        families: { Keys: [key, { pk: { S: 'user#b' } }] },
      },
    });
    expect(
      requests.map(({ resource, context }) => [resource, context['dynamodb:LeadingKeys']]),
    ).toEqual([
      ['arn:users', ['user#a']],
      ['arn:families', ['user#a', 'user#b']],
    ]);
  });

  it('BatchWriteItem asks for puts and deletes', () => {
    const [request] = access('BatchWriteItem', {
      RequestItems: {
        users: [
          { PutRequest: { Item: { ...key, a: { S: '' } } } },
          { DeleteRequest: { Key: { pk: { S: 'c' } } } },
        ],
      },
    });
    expect(request?.context).toMatchObject({
      'dynamodb:Attributes': ['pk', 'sk', 'a'],
      'dynamodb:LeadingKeys': ['user#a', 'c'],
    });
  });

  it('Query on an index: the index and the key that it names', () => {
    const [request] = access('Query', {
      TableName: 'users',
      IndexName: 'byMail',
      KeyConditionExpression: '#p = :p AND begins_with(sk, :s)',
      ExpressionAttributeNames: { '#p': 'pk' },
      ExpressionAttributeValues: { ':p': { S: 'user#a' }, ':s': { S: '' } },
    });
    expect(request?.resource).toBe('arn:users/index/byMail');
    expect(request?.context['dynamodb:LeadingKeys']).toEqual(['user#a']);
    expect(request?.context['dynamodb:Attributes']).toEqual(['pk', 'sk']);
  });
});

describe('the attributes of an expression', () => {
  it.each([
    ['SET #a = :x, b = if_not_exists(c, :y) REMOVE d', ['alpha', 'b', 'c', 'd']],
    ['attribute_exists(pk) AND NOT (a = :v OR size(b) > :n)', ['pk', 'a', 'b']],
    ['a.b.c, list[0].x', ['a', 'list']],
    ['a IN (:x, :y) AND b BETWEEN :l AND :h', ['a', 'b']],
    ['rotated1 = rotated0', ['rotated1', 'rotated0']],
    ['constructor = __proto__', ['constructor', '__proto__']],
  ])('%s', (expression, expected) => {
    expect(expressionAttributes(expression, new Map([['#a', 'alpha']]))).toEqual(expected);
  });
});

import { toUpdateExpression } from '../../../functions/adapters/dynamodb/family-expression.ts';

describe("a family's write in DynamoDB's words", () => {
  it('asks for the item first, and names everything by placeholder', () => {
    const expression = toUpdateExpression({
      when: [{ equal: ['generation', 4] }, { anyOf: [{ absent: 'recoveredFrom' }] }],
      set: { generation: 5, rotated1: { copyOf: 'rotated0' }, recoveries: { plus: 1 }, ttl: 9 },
      clear: ['recoveredFrom', 'revokedAt'],
    });
    expect(expression).toEqual({
      ConditionExpression:
        'attribute_exists(#pk) AND #generation = :v0 AND (attribute_not_exists(#recoveredFrom))',
      UpdateExpression:
        'SET #generation = :v1, #rotated1 = #rotated0, #recoveries = #recoveries + :v2, #ttl = :v3' +
        ' REMOVE #recoveredFrom, #revokedAt',
      ExpressionAttributeNames: {
        '#pk': 'pk',
        '#generation': 'generation',
        '#recoveredFrom': 'recoveredFrom',
        '#rotated1': 'rotated1',
        '#rotated0': 'rotated0',
        '#recoveries': 'recoveries',
        '#ttl': 'ttl',
        '#revokedAt': 'revokedAt',
      },
      ExpressionAttributeValues: {
        ':v0': { N: '4' },
        ':v1': { N: '5' },
        ':v2': { N: '1' },
        ':v3': { N: '9' },
      },
    });
  });

  it('leaves out what is empty, as DynamoDB wants it', () => {
    const expression = toUpdateExpression({ when: [], set: {}, clear: ['recoveredFrom'] });
    expect(expression.UpdateExpression).toBe('REMOVE #recoveredFrom');
    expect(expression).not.toHaveProperty('ExpressionAttributeValues');
  });
});

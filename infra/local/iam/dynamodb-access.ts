import { isObject, listOf, type Json, type JsonObject, scalarText } from '../template/template.ts';
import { expressionAttributes } from './expression-attributes.ts';
import type { AccessRequest } from './policy-statement.ts';

/** What has to be known of a table to judge a call to it. */
export interface TableIdentity {
  readonly name: string;
  readonly arn: string;
  readonly partitionKey: string;
}

const EXPRESSIONS = [
  'ProjectionExpression',
  'UpdateExpression',
  'ConditionExpression',
  'KeyConditionExpression',
  'FilterExpression',
] as const;

/**
 * Says what one DynamoDB call asks of IAM: an action on a table or index, with the condition keys of
 * fine-grained access control (`dynamodb:Attributes`, `LeadingKeys`, `Select`, `ReturnValues`).
 *
 * @param operation `GetItem` …
 * @param find looks a table up by name or ARN; an unknown one is judged by its name
 */
export function dynamoDbAccess(
  operation: string,
  body: JsonObject,
  find: (table: string) => TableIdentity,
): readonly AccessRequest[] {
  const action = `dynamodb:${operation}`;
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem') {
    const requests = body['RequestItems'];
    return Object.entries(isObject(requests) ? requests : {}).map(([table, request]) => ({
      action,
      ...accessOf(find(table), batchPart(request)),
    }));
  }
  if (typeof body['TableName'] !== 'string') return [{ action, resource: '*', context: {} }];
  const { resource, context } = accessOf(find(body['TableName']), body);
  const index = body['IndexName'];
  return [
    {
      action,
      resource: typeof index === 'string' ? `${resource}/index/${index}` : resource,
      context,
    },
  ];
}

interface Access {
  readonly resource: string;
  readonly context: AccessRequest['context'];
}

function accessOf(table: TableIdentity, body: JsonObject): Access {
  const names = stringsOf(body['ExpressionAttributeNames']);
  const items = [...listOf(body['Key']), ...listOf(body['Item']), ...listOf(body['Keys'])].filter(
    (item) => isObject(item),
  );
  const attributes = new Set([
    ...items.flatMap((item) => Object.keys(item)),
    ...EXPRESSIONS.flatMap((name) => {
      const expression = body[name];
      return typeof expression === 'string' ? expressionAttributes(expression, names) : [];
    }),
    ...listOf(body['AttributesToGet']).map(String),
    ...['Expected', 'AttributeUpdates', 'KeyConditions', 'QueryFilter', 'ScanFilter'].flatMap(
      (name) => Object.keys(isObject(body[name]) ? body[name] : {}),
    ),
  ]);
  const leadingKeys = [
    ...items.flatMap((item) => scalarOf(item[table.partitionKey])),
    ...queriedKey(body, table.partitionKey, names),
  ];
  const isProjected =
    body['ProjectionExpression'] !== undefined || body['AttributesToGet'] !== undefined;
  const select = body['Select'] ?? (isProjected ? 'SPECIFIC_ATTRIBUTES' : 'ALL_ATTRIBUTES');
  return {
    resource: table.arn,
    context: {
      'dynamodb:Attributes': [...attributes],
      'dynamodb:LeadingKeys': leadingKeys,
      'dynamodb:Select': [scalarText(select)],
      'dynamodb:ReturnValues': [scalarText(body['ReturnValues'] ?? 'NONE')],
    },
  };
}

/** The keys, items and projection of one table's part of a batch. */
function batchPart(request: Json): JsonObject {
  if (isObject(request)) return request;
  const writes = listOf(request).filter((write) => isObject(write));
  const part = (kind: string, member: string): readonly Json[] =>
    writes.flatMap((write) => {
      const inner = write[kind];
      return isObject(inner) ? listOf(inner[member]) : [];
    });
  return { Keys: [...part('PutRequest', 'Item'), ...part('DeleteRequest', 'Key')] };
}

/** The partition key that a Query names: `pk = :value`. */
function queriedKey(
  body: JsonObject,
  partitionKey: string,
  names: ReadonlyMap<string, string>,
): readonly string[] {
  const expression = body['KeyConditionExpression'];
  const values = body['ExpressionAttributeValues'];
  if (typeof expression !== 'string' || !isObject(values)) return [];
  for (const [, name = '', value = ''] of expression.matchAll(/(#?[\w-]+)\s*=\s*(:\w+)/g)) {
    if ((names.get(name) ?? name) === partitionKey) return scalarOf(values[value]);
  }
  return [];
}

const scalarOf = (value: Json | undefined): readonly string[] =>
  isObject(value) ? Object.values(value).map(String) : [];

const stringsOf = (value: Json | undefined): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(isObject(value) ? value : {}).map(([name, text]) => [name, scalarText(text)]),
  );

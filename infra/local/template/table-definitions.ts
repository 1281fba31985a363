import { StartError } from '../start-error.ts';
import type { StackResource, StackTemplate } from './stack-template.ts';
import { isObject, listOf, textOf, type JsonObject } from './template.ts';

/** A DynamoDB table as its template declares it. */
export interface TableDefinition {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly partitionKey: string;
  /** The CreateTable request that makes it. */
  readonly createRequest: JsonObject;
}

const TABLE_TYPES = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'] as const;
/** What CreateTable takes as it stands; the rest of the properties doesn't change what a table answers. */
const COPIED = ['KeySchema', 'AttributeDefinitions', 'LocalSecondaryIndexes'] as const;

/** @throws StartError naming a table without a partition key */
export const readTables = (stack: StackTemplate): readonly TableDefinition[] =>
  stack.ofType(...TABLE_TYPES).map((resource) => readTable(stack, resource));

function readTable(stack: StackTemplate, resource: StackResource): TableDefinition {
  const properties = resource.properties();
  const partitionKey = listOf(properties['KeySchema'])
    .filter((key) => isObject(key))
    .find((key) => key['KeyType'] === 'HASH')?.['AttributeName'];
  if (partitionKey === undefined)
    throw new StartError(`${resource.where}: it has no partition key`);
  const indexes = listOf(properties['GlobalSecondaryIndexes']).map((index) =>
    isObject(index)
      ? Object.fromEntries(
          ['IndexName', 'KeySchema', 'Projection'].flatMap((name) =>
            index[name] === undefined ? [] : [[name, index[name]]],
          ),
        )
      : index,
  );
  const name = resource.physicalId;
  return {
    logicalId: resource.logicalId,
    name,
    arn: stack.attribute(resource.logicalId, 'Arn'),
    partitionKey: textOf(partitionKey, resource.where),
    createRequest: {
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      ...Object.fromEntries(
        COPIED.flatMap((property) => {
          const value = properties[property];
          return value === undefined ? [] : [[property, value]];
        }),
      ),
      ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: indexes }),
    },
  };
}

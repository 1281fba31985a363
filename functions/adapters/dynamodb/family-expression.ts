import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Assignment, Condition, FamilyWrite } from '../../core/sessions/family-write.ts';
import { REFRESH_TOKENS_TABLE } from '../../core/tables.ts';
import { toAttribute } from './item-attributes.ts';

/** The parts of an UpdateItem that say what is written and when. */
export interface UpdateExpression {
  readonly ConditionExpression: string;
  readonly UpdateExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue>;
}

/**
 * Turns a write into DynamoDB's words. Every name and value goes in by placeholder, since DynamoDB
 * reserves many words (`ttl` is one); the condition always asks for the item itself, because an
 * UpdateItem would make one otherwise. All copies read the values of before the write.
 */
export function toUpdateExpression({ when, set, clear }: FamilyWrite): UpdateExpression {
  const names = new Map<string, string>();
  const values: Record<string, AttributeValue> = {};
  const name = (attribute: string): string => {
    names.set(`#${attribute}`, attribute);
    return `#${attribute}`;
  };
  const value = (literal: string | number): string => {
    const placeholder = `:v${Object.keys(values).length}`;
    values[placeholder] = toAttribute(literal);
    return placeholder;
  };
  const condition = (one: Condition): string => {
    if ('anyOf' in one) return `(${one.anyOf.map(condition).join(' OR ')})`;
    if ('absent' in one) return `attribute_not_exists(${name(one.absent)})`;
    if ('equal' in one) return `${name(one.equal[0])} = ${value(one.equal[1])}`;
    if ('greater' in one) return `${name(one.greater[0])} > ${value(one.greater[1])}`;
    return `contains(${name(one.contains[0])}, ${value(one.contains[1])})`;
  };
  const operand = (attribute: string, assignment: Assignment): string => {
    if (typeof assignment !== 'object') return value(assignment);
    if ('copyOf' in assignment) return name(assignment.copyOf);
    return `${name(attribute)} + ${value(assignment.plus)}`;
  };

  const exists = `attribute_exists(${name(REFRESH_TOKENS_TABLE.partitionKey)})`;
  const conditions = [exists, ...when.map(condition)];
  const assignments = Object.entries(set).map(
    ([attribute, assignment]) => `${name(attribute)} = ${operand(attribute, assignment)}`,
  );
  const clauses = [
    ...(assignments.length > 0 ? [`SET ${assignments.join(', ')}`] : []),
    ...(clear.length > 0 ? [`REMOVE ${clear.map(name).join(', ')}`] : []),
  ];
  return {
    ConditionExpression: conditions.join(' AND '),
    UpdateExpression: clauses.join(' '),
    ExpressionAttributeNames: Object.fromEntries(names),
    // DynamoDB refuses an empty map.
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
  };
}

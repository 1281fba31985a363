import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Assignment, Condition, FamilyWrite } from '../../core/sessions/family-write.ts';
import { REFRESH_TOKENS_TABLE } from '../../core/tables.ts';
import { toAttribute } from './item-attributes.ts';

/** The parts of a DeleteItem that say when it happens. */
export interface ConditionExpression {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue>;
}

/** The parts of an UpdateItem that say what is written and when. */
export interface UpdateExpression extends ConditionExpression {
  readonly UpdateExpression: string;
}

/** @returns conditions in DynamoDB's words, of which the first asks for the item itself */
export function toConditionExpression(when: readonly Condition[]): ConditionExpression {
  const words = new Placeholders();
  return { ConditionExpression: conditionsOf(when, words), ...words.attributes() };
}

/**
 * Turns a write into DynamoDB's words. The condition always asks for the item itself, because an
 * UpdateItem would make one otherwise. All copies read the values of before the write.
 */
export function toUpdateExpression({ when, set, clear }: FamilyWrite): UpdateExpression {
  const words = new Placeholders();
  const operand = (attribute: string, assignment: Assignment): string => {
    if (typeof assignment !== 'object') return words.value(assignment);
    if ('copyOf' in assignment) return words.name(assignment.copyOf);
    return `${words.name(attribute)} + ${words.value(assignment.plus)}`;
  };

  const conditions = conditionsOf(when, words);
  const assignments = Object.entries(set).map(
    ([attribute, assignment]) => `${words.name(attribute)} = ${operand(attribute, assignment)}`,
  );
  const clauses = [
    ...(assignments.length > 0 ? [`SET ${assignments.join(', ')}`] : []),
    ...(clear.length > 0 ? [`REMOVE ${clear.map((one) => words.name(one)).join(', ')}`] : []),
  ];
  return {
    ConditionExpression: conditions,
    UpdateExpression: clauses.join(' '),
    ...words.attributes(),
  };
}

function conditionsOf(when: readonly Condition[], words: Placeholders): string {
  const condition = (one: Condition): string => {
    if ('anyOf' in one) return `(${one.anyOf.map(condition).join(' OR ')})`;
    if ('absent' in one) return `attribute_not_exists(${words.name(one.absent)})`;
    if ('equal' in one) return `${words.name(one.equal[0])} = ${words.value(one.equal[1])}`;
    if ('greater' in one) return `${words.name(one.greater[0])} > ${words.value(one.greater[1])}`;
    return `contains(${words.name(one.contains[0])}, ${words.value(one.contains[1])})`;
  };
  const exists = `attribute_exists(${words.name(REFRESH_TOKENS_TABLE.partitionKey)})`;
  return [exists, ...when.map(condition)].join(' AND ');
}

/** Every name and value goes in by placeholder: DynamoDB reserves many words (`ttl` is one). */
class Placeholders {
  readonly #names = new Map<string, string>();
  readonly #values: Record<string, AttributeValue> = {};

  name(attribute: string): string {
    this.#names.set(`#${attribute}`, attribute);
    return `#${attribute}`;
  }

  value(literal: string | number): string {
    const placeholder = `:v${Object.keys(this.#values).length}`;
    this.#values[placeholder] = toAttribute(literal);
    return placeholder;
  }

  attributes(): Pick<
    ConditionExpression,
    'ExpressionAttributeNames' | 'ExpressionAttributeValues'
  > {
    return {
      ExpressionAttributeNames: Object.fromEntries(this.#names),
      // DynamoDB refuses an empty map.
      ...(Object.keys(this.#values).length > 0 ? { ExpressionAttributeValues: this.#values } : {}),
    };
  }
}

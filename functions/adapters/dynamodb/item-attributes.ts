import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item as the plain client gives and takes it. */
export type Item = Record<string, AttributeValue>;

/** @returns the attribute of a text, a number or a list of texts */
export function toAttribute(value: string | number | boolean | readonly string[]): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  return { L: value.map((text) => ({ S: text })) };
}

/** @returns the item's attributes for the values, without those that are `null`: absent means null */
export function toItem(
  values: Readonly<Record<string, string | number | boolean | readonly string[] | null>>,
): Item {
  const item: Item = {};
  for (const [name, value] of Object.entries(values)) {
    if (value !== null) item[name] = toAttribute(value);
  }
  return item;
}

/** Reads one item's attributes; each throws for an attribute of another type. */
export interface ItemReader {
  readonly text: (name: string) => string;
  readonly number: (name: string) => number;
  readonly flag: (name: string) => boolean;
  readonly texts: (name: string) => readonly string[];
  /** @returns `null` when there is none */
  readonly optionalText: (name: string) => string | null;
  /** @returns `null` when there is none */
  readonly optionalNumber: (name: string) => number | null;
}

/**
 * An attribute that must be there and isn't, or has another type, is of an item that somebody else
 * wrote: a broken table, and never a guess.
 */
export function readItem(item: Item): ItemReader {
  const text = (name: string): string => item[name]?.S ?? broken(name);
  const number = (name: string): number => Number(item[name]?.N ?? broken(name));
  const optionally =
    <Value>(read: (name: string) => Value) =>
    (name: string): Value | null =>
      item[name] === undefined ? null : read(name);
  return {
    text,
    number,
    flag: (name) => item[name]?.BOOL ?? broken(name),
    texts: (name) => (item[name]?.L ?? broken(name)).map(({ S }) => S ?? broken(name)),
    optionalText: optionally(text),
    optionalNumber: optionally(number),
  };
}

function broken(name: string): never {
  throw new Error(`an item's attribute ${name} is missing or of another type`);
}

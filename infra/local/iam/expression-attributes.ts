const KEYWORDS = new Set(['SET', 'REMOVE', 'ADD', 'DELETE', 'AND', 'OR', 'NOT', 'BETWEEN', 'IN']);

/**
 * Finds the top-level attributes that a DynamoDB expression names, as `dynamodb:Attributes` has them.
 *
 * @param expression a projection, update, condition, key-condition or filter expression
 * @param names ExpressionAttributeNames, for `#placeholders`
 */
export function expressionAttributes(
  expression: string,
  names: ReadonlyMap<string, string>,
): readonly string[] {
  const found = new Set<string>();
  // A value (`:v`), a nested part (`.x`) and a function (`size(`) are not attributes.
  for (const [whole, , word = ''] of expression.matchAll(
    /([:.]?)(#?[A-Za-z_][A-Za-z0-9_]*)(\s*\()?/g,
  )) {
    const isPlain = !/^[:.]/.test(whole) && !whole.endsWith('(');
    const isKeyword = KEYWORDS.has(word.toUpperCase());
    if (isPlain && !isKeyword) found.add(names.get(word) ?? word);
  }
  return [...found];
}

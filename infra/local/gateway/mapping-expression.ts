import type { MappingScope } from './mapping-template.ts';

export type Value = string | boolean | number;

/** An expression of a mapping template, read once. */
export type Expression = (scope: MappingScope) => Value;

const TOKEN =
  /\s*(\|\||&&|==|!=|!|\(|\)|"[^"]*"|'[^']*'|\d+|true|false|\$input\.params\(\)\.header\.get\((?:"[^"]*"|'[^']*')\)|\$input\.params\((?:"[^"]*"|'[^']*')\)|\$[A-Za-z_][\w.-]*?\.matches\((?:"[^"]*"|'[^']*')\)|\$[A-Za-z_][\w.-]*)/y;

/**
 * Reads comparisons, `&&`, `||`, `!`, text, numbers, variables, `$context.…`, request headers and
 * `.matches("…")`.
 *
 * @param fail called with what it doesn't know
 */
export function readExpression(text: string, fail: (problem: string) => never): Expression {
  const tokens: string[] = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.trimEnd().length;) {
    const from = TOKEN.lastIndex;
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) return fail(text.slice(from).trim());
    tokens.push(token);
  }
  let at = 0;
  const either = (): Expression => {
    const left = both();
    if (tokens[at] !== '||') return left;
    at++;
    const right = either();
    return (scope) => left(scope) === true || right(scope) === true;
  };
  const both = (): Expression => {
    const left = comparison();
    if (tokens[at] !== '&&') return left;
    at++;
    const right = both();
    return (scope) => left(scope) === true && right(scope) === true;
  };
  const comparison = (): Expression => {
    const left = operand();
    const operator = tokens[at];
    if (operator !== '==' && operator !== '!=') return left;
    at++;
    const right = operand();
    return (scope) => (left(scope) === right(scope)) === (operator === '==');
  };
  const operand = (): Expression => {
    const token = tokens[at++];
    if (token === undefined) return fail(`${text} ends too early`);
    if (token === '!') {
      const negated = operand();
      return (scope) => negated(scope) !== true;
    }
    if (token === '(') {
      const inner = either();
      if (tokens[at++] !== ')') return fail(`${text} has an open parenthesis`);
      return inner;
    }
    return readOperand(token);
  };
  const expression = either();
  return at === tokens.length ? expression : fail(text);
}

function readOperand(token: string): Expression {
  const quoted = /^(?:"(.*)"|'(.*)')$/.exec(token);
  if (quoted) return () => quoted[1] ?? quoted[2] ?? '';
  if (/^\d+$/.test(token)) return () => Number(token);
  if (token === 'true' || token === 'false') return () => token === 'true';
  const header = /^\$input\.params\((?:\)\.header\.get\()?["'](.*)["']\)$/.exec(token)?.[1];
  if (header !== undefined) return (scope) => scope.header(header);
  const [, subject, pattern] = /^(\$.+)\.matches\(["'](.*)["']\)$/.exec(token) ?? [];
  if (subject !== undefined && pattern !== undefined) {
    const of = readOperand(subject);
    const whole = new RegExp(`^(?:${pattern})$`);
    return (scope) => whole.test(String(of(scope)));
  }
  const name = token.slice(1);
  return name.startsWith('context.')
    ? (scope) => scope.context(name.slice('context.'.length))
    : (scope) => scope.variables.get(name) ?? '';
}

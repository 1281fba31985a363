import { StartError } from '../start-error.ts';
import { readExpression, type Expression, type Value } from './mapping-expression.ts';

/** What a mapping template reads and writes. */
export interface MappingScope {
  readonly variables: Map<string, Value>;
  /** @returns a request header, or `''` */
  header(name: string): string;
  /** @returns `$context.<path>`, or `''` */
  context(path: string): string;
}

/** A mapping template, read once: gives the text and leaves its assignments in the scope. */
export type MappingTemplate = (scope: MappingScope) => string;

const always: Expression = () => true;

type Node =
  | { readonly text: string }
  | { readonly assign: string; readonly value: Expression }
  | { readonly show: Expression }
  | { readonly branches: readonly { readonly when: Expression; readonly body: readonly Node[] }[] };

/**
 * Reads the part of the Velocity Template Language that CORS templates are written in: `#set`, `#if`,
 * `#elseif`, `#else`, `#end` and references.
 *
 * @throws StartError when it holds anything else
 */
export function readMappingTemplate(template: string, where: string): MappingTemplate {
  const fail = (problem: string): never => {
    throw new StartError(`${where}: the local edition can't run its mapping template: ${problem}`);
  };
  let at = 0;

  const inParentheses = (): string => {
    const open = template.indexOf('(', at);
    let depth = 0;
    for (let end = open; end < template.length; end++) {
      if (template[end] === '(') depth++;
      if (template[end] === ')' && --depth === 0) {
        at = end + 1;
        return template.slice(open + 1, end);
      }
    }
    return fail('a parenthesis stays open');
  };
  const assignment = (): Node => {
    const inner = inParentheses();
    const [, name, value] = /^\s*\$([\w.-]+)\s*=(?!=)([\s\S]*)$/.exec(inner) ?? [];
    if (name === undefined || value === undefined) return fail(`#set(${inner})`);
    return { assign: name, value: readExpression(value, fail) };
  };
  const conditional = (): Node => {
    const branches: { when: Expression; body: readonly Node[] }[] = [];
    let when = readExpression(inParentheses(), fail);
    for (;;) {
      branches.push({ when, body: nodesUntil(/^#(?:elseif|else|end)/) });
      const [keyword = ''] = /^#(?:elseif|else|end)/.exec(template.slice(at)) ?? [];
      if (keyword === '') return fail('an #if without an #end');
      if (keyword !== '#elseif') at += keyword.length;
      if (keyword === '#end') return { branches };
      when = keyword === '#else' ? always : readExpression(inParentheses(), fail);
    }
  };
  const nodesUntil = (end: RegExp | null): readonly Node[] => {
    const nodes: Node[] = [];
    while (at < template.length) {
      const rest = template.slice(at);
      if (end?.test(rest)) break;
      if (rest.startsWith('#set(')) nodes.push(assignment());
      else if (/^#if\s*\(/.test(rest)) nodes.push(conditional());
      else if (/^#[a-z]/.test(rest)) return fail(`it has ${rest.slice(0, 12)}`);
      else {
        const [text = ''] = /^[^#$]+|^[#$]/.exec(rest) ?? [];
        const [reference] =
          /^\$[A-Za-z_][\w.-]*(?:\([^)]*\))?(?:\.[\w.]+\([^)]*\))*/.exec(rest) ?? [];
        at += (reference ?? text).length;
        nodes.push(reference === undefined ? { text } : { show: readExpression(reference, fail) });
      }
    }
    return nodes;
  };

  const nodes = nodesUntil(null);
  return (scope) => render(nodes, scope);
}

function render(nodes: readonly Node[], scope: MappingScope): string {
  return nodes
    .map((node) => {
      if ('text' in node) return node.text;
      if ('show' in node) return String(node.show(scope));
      if ('assign' in node) {
        scope.variables.set(node.assign, node.value(scope));
        return '';
      }
      const taken = node.branches.find(({ when }) => when(scope) === true);
      return taken ? render(taken.body, scope) : '';
    })
    .join('');
}

import type { MethodDefinition } from '../template/api-definitions.ts';

/** A method that answers a request, with what the path says. */
export interface Route {
  readonly method: MethodDefinition;
  /** Decoded, or `null` when the path has no parameters. */
  readonly pathParameters: Readonly<Record<string, string>> | null;
}

/** Finds the method for a request. @throws URIError when a parameter is not percent-encoded UTF-8 */
export type RouteTable = (httpMethod: string, path: string) => Route | null;

interface Candidate {
  readonly method: MethodDefinition;
  readonly segments: readonly string[];
  /** One letter a segment, smaller is more specific: `a` fixed, `b` parameter, `c` greedy. */
  readonly specificity: string;
}

/**
 * Makes the routes of an API. A fixed segment wins over `{name}`, that over `{name+}`; a method wins
 * over `ANY`; one trailing slash doesn't count.
 */
export function createRouteTable(methods: readonly MethodDefinition[]): RouteTable {
  const candidates = methods
    .map((method): Candidate => {
      const segments = segmentsOf(method.resourcePath);
      const specificity = segments.map((part) =>
        isGreedy(part) ? 'c' : isParameter(part) ? 'b' : 'a',
      );
      return { method, segments, specificity: specificity.join('') };
    })
    .toSorted(
      (left, right) =>
        compare(left.specificity, right.specificity) ||
        Number(left.method.httpMethod === 'ANY') - Number(right.method.httpMethod === 'ANY'),
    );
  return (httpMethod, path) => {
    const segments = segmentsOf(path);
    for (const { method, segments: pattern } of candidates) {
      if (method.httpMethod !== httpMethod && method.httpMethod !== 'ANY') continue;
      const pathParameters = matchSegments(pattern, segments);
      if (pathParameters === null) continue;
      const isPlain = Object.keys(pathParameters).length === 0;
      return { method, pathParameters: isPlain ? null : pathParameters };
    }
    return null;
  };
}

const isParameter = (part: string): boolean => part.startsWith('{');
const isGreedy = (part: string): boolean => part.endsWith('+}');
const compare = (left: string, right: string): number => (left < right ? -1 : Number(left > right));

const segmentsOf = (path: string): readonly string[] => {
  const inner = path.replace(/^\//, '').replace(/\/$/, '');
  return inner === '' ? [] : inner.split('/');
};

function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
): Readonly<Record<string, string>> | null {
  const parameters: Record<string, string> = {};
  for (const [at, part] of pattern.entries()) {
    const segment = segments[at];
    if (segment === undefined || segment === '') return null;
    if (isGreedy(part)) {
      parameters[part.slice(1, -2)] = decodeURIComponent(segments.slice(at).join('/'));
      return parameters;
    }
    if (isParameter(part)) parameters[part.slice(1, -1)] = decodeURIComponent(segment);
    else if (part !== segment) return null;
  }
  return pattern.length === segments.length ? parameters : null;
}

import { GREEDY, isGreedy, isMoreSpecific, PARAMETER, type Route } from './route.ts';

/**
 * The path of an ARN in a policy, in parts: literals and `*`. IAM's `*` matches any text, slashes
 * and nothing among it: here that is one part of a path or more, the empty one after a trailing
 * slash too. (IAM's `?` would be sharper; the gateway's documentation promises only `*`.)
 */
export type Pattern = readonly string[];

const ANYTHING = '*';

/** @returns the pattern of all requests for a route; it covers more, since `*` spans slashes */
export const patternOf = ({ segments }: Route): Pattern =>
  segments.length === 0 ? [''] : segments.map((part) => (isLiteral(part) ? part : ANYTHING));

/** @returns the pattern and, where its end doesn't cover it already, the one with a trailing slash */
export const withTrailingSlash = (pattern: Pattern): readonly Pattern[] =>
  pattern.at(-1) === ANYTHING || pattern.at(-1) === '' ? [pattern] : [pattern, [...pattern, '']];

/**
 * Patterns for the requests that one route's pattern covers and that the gateway sends to another.
 *
 * @param from the covering pattern, which allows (or denies) too much
 * @param owner the route whose pattern that is, if it is one's own
 * @param to the route that gets the requests
 * @param table every route of the same method: a more specific one than `to` takes its requests away
 * @returns patterns that together cover all such requests, each as narrow as IAM allows; often none
 */
export function overlap(
  from: Pattern,
  owner: Route | null,
  to: Route,
  table: readonly Route[],
): readonly Pattern[] {
  const covering = owner !== null && isMoreSpecific(owner, to) ? owner : null;
  const found = new Map<string, Pattern>();
  for (const pattern of withTrailingSlash(from)) {
    for (const form of formsOf(to)) {
      for (const common of align(pattern, form, covering)) found.set(common.join('/'), common);
    }
  }
  // A greedy parameter takes one part at least: the root never goes to it.
  if (isGreedy(to)) found.delete('');
  return [...found.values()].filter(
    (common) => !table.some((other) => isMoreSpecific(other, to) && takesAll(other, common, to)),
  );
}

/** What the gateway sends to a route: its path, and the same with a slash behind it, `//` too. */
const formsOf = (route: Route): readonly (readonly string[])[] => {
  if (route.segments.length === 0) return [[''], ['', '']];
  return isGreedy(route) ? [route.segments] : [route.segments, [...route.segments, '']];
};

/**
 * Walks a pattern and a route's form together.
 *
 * @param covering the pattern's own route where that is preferred to the greedy one at hand: what
 *   it matches without spanning a slash is its own
 * @param spanned whether a `*` has already taken more than one part
 */
function align(
  pattern: Pattern,
  form: readonly string[],
  covering: Route | null,
  spanned = false,
): readonly Pattern[] {
  const [part, ...parts] = pattern;
  const [wanted, ...others] = form;
  if (part === undefined || wanted === undefined) return part === wanted ? [[]] : [];
  if (wanted === GREEDY) {
    return spanned || covering === null ? [pattern] : overflowsOf(pattern, isGreedy(covering));
  }
  if (part !== ANYTHING) {
    const fits = wanted === PARAMETER ? part !== '' : wanted === part;
    return fits ? align(parts, others, covering, spanned).map((rest) => [part, ...rest]) : [];
  }
  return [
    ...align(parts, others, covering, spanned),
    ...align(pattern, others, covering, true),
  ].map((rest) => [isLiteral(wanted) ? wanted : ANYTHING, ...rest]);
}

/**
 * What a pattern matches beyond its own route: each `*` in turn takes two parts or more, and the
 * last one takes none.
 */
const overflowsOf = (pattern: Pattern, greedy: boolean): readonly Pattern[] => [
  ...pattern.flatMap((part, index) => {
    const rest = pattern.slice(index + 1);
    const isOwn = greedy && rest.every((later) => later === ANYTHING);
    return part === ANYTHING && !isOwn
      ? [[...pattern.slice(0, index), ANYTHING, ANYTHING, ...rest]]
      : [];
  }),
  ...(pattern.at(-1) === ANYTHING ? [[...pattern.slice(0, -1), '']] : []),
];

/** Whether every request for `to` within a pattern fits a preferred route, which then gets it. */
function takesAll(preferred: Route, pattern: Pattern, to: Route): boolean {
  // From here on a `*` of the pattern stands for several parts.
  const spansFrom = isGreedy(to) ? to.segments.length - 1 : Number.POSITIVE_INFINITY;
  const named = pattern.at(-1) === '' ? pattern.length - 1 : pattern.length;
  return formsOf(preferred).some((form) => {
    const greedy = form.at(-1) === GREEDY;
    if (greedy ? named < form.length : pattern.length !== form.length) return false;
    const firstSpan = pattern.findIndex((part, index) => part === ANYTHING && index >= spansFrom);
    if (firstSpan >= 0 && !greedy) return false;
    return form.every((wanted, index) => {
      if (firstSpan >= 0 && index > firstSpan) return !isLiteral(wanted);
      return isLiteral(wanted) ? wanted === pattern[index] : pattern[index] !== '';
    });
  });
}

const isLiteral = (part: string): boolean => part !== PARAMETER && part !== GREEDY;

import { StartError } from '../start-error.ts';
import { matchWildcards } from './match-wildcards.ts';

/** The values that a request has for a condition key; absent is not the same as empty for `IfExists`. */
export type RequestContext = Readonly<Record<string, readonly string[]>>;

/** One condition of a policy statement, ready to be asked. */
export type ConditionTest = (context: RequestContext) => boolean;

type Comparison = (wanted: string, actual: string) => boolean;

const likeIn =
  (fold: (text: string) => string): Comparison =>
  (wanted, actual) =>
    matchWildcards(fold(wanted), fold(actual));
const same = (text: string): string => text;
const numbers =
  (compare: (wanted: number, actual: number) => boolean): Comparison =>
  (wanted, actual) =>
    compare(Number(wanted), Number(actual));

/** IAM's operators by name: how they compare, and whether they are a negation of that. */
const OPERATORS: Readonly<
  Record<string, { readonly compare: Comparison; readonly negated?: true }>
> = {
  StringEquals: { compare: (wanted, actual) => wanted === actual },
  StringNotEquals: { compare: (wanted, actual) => wanted === actual, negated: true },
  StringEqualsIgnoreCase: {
    compare: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
  },
  StringNotEqualsIgnoreCase: {
    compare: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
    negated: true,
  },
  StringLike: { compare: likeIn(same) },
  StringNotLike: { compare: likeIn(same), negated: true },
  ArnEquals: { compare: likeIn(same) },
  ArnLike: { compare: likeIn(same) },
  ArnNotEquals: { compare: likeIn(same), negated: true },
  ArnNotLike: { compare: likeIn(same), negated: true },
  NumericEquals: { compare: numbers((wanted, actual) => actual === wanted) },
  NumericNotEquals: { compare: numbers((wanted, actual) => actual === wanted), negated: true },
  NumericLessThan: { compare: numbers((wanted, actual) => actual < wanted) },
  NumericLessThanEquals: { compare: numbers((wanted, actual) => actual <= wanted) },
  NumericGreaterThan: { compare: numbers((wanted, actual) => actual > wanted) },
  NumericGreaterThanEquals: { compare: numbers((wanted, actual) => actual >= wanted) },
  Bool: { compare: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase() },
};

/** The condition keys that requests here carry, in lower case: IAM ignores the case of keys. */
const KNOWN_KEYS = new Set(
  [
    'aws:PrincipalArn',
    'aws:RequestedRegion',
    'aws:ResourceAccount',
    'aws:PrincipalAccount',
    'dynamodb:Attributes',
    'dynamodb:LeadingKeys',
    'dynamodb:ReturnValues',
    'dynamodb:Select',
    'secretsmanager:SecretId',
    'secretsmanager:VersionId',
    'secretsmanager:VersionStage',
    'secretsmanager:resource/AllowRotationLambdaArn',
  ].map((key) => key.toLowerCase()),
);

/**
 * Reads one operator with one key of a policy's `Condition` (IAM's operator reference).
 *
 * @param where the policy's logical id and type, for the error
 * @throws StartError naming an operator, a key or a policy variable that isn't known
 */
export function readCondition(
  name: string,
  key: string,
  values: readonly string[],
  where: string,
): ConditionTest {
  const fail = (problem: string): never => {
    throw new StartError(`${where}: ${problem}`);
  };
  const folded = key.toLowerCase();
  if (!KNOWN_KEYS.has(folded))
    return fail(`the local edition doesn't know the condition key ${key}`);
  if (values.some((value) => value.includes('${'))) {
    return fail(`the local edition doesn't know policy variables (${key})`);
  }
  const find = (context: RequestContext): readonly string[] | undefined =>
    Object.entries(context).find(([candidate]) => candidate.toLowerCase() === folded)?.[1];
  if (name === 'Null') {
    return (context) => values.includes(String((find(context)?.length ?? 0) === 0));
  }
  const [, set, base = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(name) ?? [];
  const operator = Object.hasOwn(OPERATORS, base) ? OPERATORS[base] : undefined;
  if (!operator) return fail(`the local edition doesn't know the condition operator ${name}`);
  const { compare, negated = false } = operator;
  const holds = (actual: string): boolean =>
    values.some((wanted) => compare(wanted, actual)) !== negated;
  return (context) => {
    const actual = find(context);
    if (actual === undefined || actual.length === 0) {
      return ifExists !== undefined || set === 'ForAllValues' || (set === undefined && negated);
    }
    return set === 'ForAnyValue' ? actual.some(holds) : actual.every(holds);
  };
}

import { StartError } from '../start-error.ts';
import { isObject, listOf, textOf, type Json, type JsonObject } from '../template/template.ts';
import { readCondition, type ConditionTest, type RequestContext } from './condition-operators.ts';
import { matchWildcards } from './match-wildcards.ts';

/** One call that a function makes of AWS. */
export interface AccessRequest {
  /** `dynamodb:GetItem` */
  readonly action: string;
  /** The resource's ARN, or `*` for actions that have none. */
  readonly resource: string;
  readonly context: RequestContext;
}

/** One statement of an identity policy, ready to be asked. */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  covers(request: AccessRequest): boolean;
}

/** What the policies say of a request; nothing said is a refusal too. */
export type AccessDecision = 'allowed' | 'explicitly_denied' | 'not_allowed';

/** @returns the decision: a Deny wins over every Allow (IAM's policy evaluation logic) */
export function decideAccess(
  statements: readonly PolicyStatement[],
  request: AccessRequest,
): AccessDecision {
  const covering = statements.filter((statement) => statement.covers(request));
  if (covering.some(({ effect }) => effect === 'Deny')) return 'explicitly_denied';
  return covering.length > 0 ? 'allowed' : 'not_allowed';
}

/**
 * Reads the statements of an identity policy.
 *
 * @param where the policy's logical id and type, for errors
 * @throws StartError naming what the local edition can't enforce: it never guesses a policy
 */
export const readPolicyDocument = (document: Json, where: string): readonly PolicyStatement[] =>
  listOf(isObject(document) ? document['Statement'] : undefined).map((statement) =>
    readStatement(isObject(statement) ? statement : {}, where),
  );

const KNOWN_MEMBERS = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

function readStatement(statement: JsonObject, where: string): PolicyStatement {
  const unknown = Object.keys(statement).find((member) => !KNOWN_MEMBERS.has(member));
  if (unknown !== undefined) {
    throw new StartError(`${where}: the local edition doesn't know the policy member ${unknown}`);
  }
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw new StartError(`${where}: a statement's Effect is neither Allow nor Deny`);
  }
  const coversAction = readPatterns(statement, 'Action', where, (text) => text.toLowerCase());
  const coversResource = readPatterns(statement, 'Resource', where, (text) => text);
  const conditions = readConditions(statement['Condition'], where);
  return {
    effect,
    covers: ({ action, resource, context }) =>
      coversAction(action) && coversResource(resource) && conditions.every((test) => test(context)),
  };
}

function readPatterns(
  statement: JsonObject,
  member: 'Action' | 'Resource',
  where: string,
  fold: (text: string) => string,
): (text: string) => boolean {
  const patternsOf = (value: Json | undefined): readonly string[] =>
    listOf(value).map((pattern) => {
      const text = textOf(pattern, `${where}: ${member}`);
      if (text.includes('${')) {
        throw new StartError(`${where}: the local edition doesn't know policy variables (${text})`);
      }
      return fold(text);
    });
  const patterns = patternsOf(statement[member]);
  const exceptions = patternsOf(statement[`Not${member}`]);
  if (patterns.length + exceptions.length === 0) {
    throw new StartError(`${where}: a statement has neither ${member} nor Not${member}`);
  }
  return (text) => {
    const folded = fold(text);
    return patterns.length > 0
      ? patterns.some((pattern) => matchWildcards(pattern, folded))
      : !exceptions.some((pattern) => matchWildcards(pattern, folded));
  };
}

function readConditions(condition: Json | undefined, where: string): readonly ConditionTest[] {
  return Object.entries(isObject(condition) ? condition : {}).flatMap(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).map(([key, values]) =>
      readCondition(
        operator,
        key,
        listOf(values).map((value) => textOf(value, `${where}: ${key}`)),
        where,
      ),
    ),
  );
}

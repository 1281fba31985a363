import { StartError } from '../start-error.ts';
import type { StackResource, StackTemplate } from '../template/stack-template.ts';
import { isObject, listOf, textOf } from '../template/template.ts';
import { readPolicyDocument, type PolicyStatement } from './policy-statement.ts';

/** A role with everything that its identity policies say. */
export interface Role {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly statements: readonly PolicyStatement[];
}

/** AWS's own policies that functions carry: they grant writing logs and traces, nothing of the data. */
const HARMLESS_MANAGED_POLICIES = [
  'policy/service-role/AWSLambdaBasicExecutionRole',
  'policy/service-role/AWSLambdaVPCAccessExecutionRole',
  'policy/AWSXRayDaemonWriteAccess',
  'policy/CloudWatchLambdaInsightsExecutionRolePolicy',
  'policy/CloudWatchLambdaApplicationSignalsExecutionRolePolicy',
];

/**
 * Reads the roles of a stack's functions, with the policies that are part of them or attached to them.
 * Roles of others (the gateway's own, for its logs) have nothing to enforce here.
 *
 * @param roleArns the functions' roles
 * @throws StartError naming a managed policy, a permissions boundary or a policy element that isn't
 *   known: a role that can't be enforced would hide a missing grant
 */
export function readRoles(stack: StackTemplate, roleArns: readonly string[]): readonly Role[] {
  const roles = stack
    .ofType('AWS::IAM::Role')
    .map((resource) => ({ resource, arn: stack.attribute(resource.logicalId, 'Arn') }))
    .filter(({ arn }) => roleArns.includes(arn));
  const names = new Set(roles.map(({ resource }) => resource.physicalId));
  const attached = new Map<string, PolicyStatement[]>();
  for (const policy of stack.ofType('AWS::IAM::Policy')) {
    const { PolicyDocument, Roles } = policy.properties();
    const holders = listOf(Roles)
      .map((name) => textOf(name, policy.where))
      .filter((name) => names.has(name));
    if (holders.length === 0) continue;
    const statements = readPolicyDocument(PolicyDocument ?? null, policy.where);
    for (const name of holders) attached.set(name, [...(attached.get(name) ?? []), ...statements]);
  }
  return roles.map(({ resource, arn }) => ({
    logicalId: resource.logicalId,
    name: resource.physicalId,
    arn,
    statements: [...ownStatements(resource), ...(attached.get(resource.physicalId) ?? [])],
  }));
}

function ownStatements(resource: StackResource): readonly PolicyStatement[] {
  const { Policies, ManagedPolicyArns, PermissionsBoundary } = resource.properties();
  if (PermissionsBoundary !== undefined) {
    throw new StartError(
      `${resource.where}: the local edition doesn't know permissions boundaries`,
    );
  }
  for (const arn of listOf(ManagedPolicyArns).map((part) => textOf(part, resource.where))) {
    if (!HARMLESS_MANAGED_POLICIES.some((policy) => arn.endsWith(policy))) {
      throw new StartError(`${resource.where}: the local edition doesn't know the policy ${arn}`);
    }
  }
  return listOf(Policies).flatMap((policy) =>
    readPolicyDocument(
      isObject(policy) ? (policy['PolicyDocument'] ?? null) : null,
      resource.where,
    ),
  );
}

import { randomUUID } from 'node:crypto';
import { decideAccess, readPolicyDocument, type PolicyStatement } from '../iam/policy-statement.ts';
import type { InvocationResult } from '../lambda/invocation.ts';
import type { RefusalCause } from '../refusals/refused-request.ts';
import type { AuthorizerDefinition } from '../template/authorizer-definitions.ts';
import { isObject, type Json, scalarText } from '../template/template.ts';

/** What an authorizer decided about one request. */
export type Authorization =
  | { readonly verdict: 'allowed'; readonly context: Readonly<Record<string, string>> }
  | { readonly verdict: 'unauthorized'; readonly cause: Unauthorized }
  | { readonly verdict: 'failed' | 'misconfigured' }
  | {
      readonly verdict: 'denied';
      readonly isExplicit: boolean;
      /** What the request's header said. */
      readonly authorization: string;
    };

type Unauthorized = Exclude<RefusalCause, { readonly is: 'denied' | 'no_route' }>;

/** A TOKEN authorizer with its cache of policies. */
export interface TokenAuthorizer {
  /**
   * @param token the header's value; without one, or with one that misses the identity pattern, the
   *   function is not asked
   * @param methodArn of this request: a cached policy is evaluated for it anew
   */
  authorize(token: string | undefined, methodArn: string): Promise<Authorization>;
}

interface Policy {
  readonly statements: readonly PolicyStatement[];
  readonly context: Readonly<Record<string, string>>;
}

/** The largest result of an authorizer, and so the largest policy (8 KB). */
const MAX_RESULT_BYTES = 8192;
/** Tokens whose policies are kept; the oldest goes. */
const MAX_CACHED = 10_000;

/**
 * @param invoke calls the authorizer's function; the id is the invocation's
 * @param now milliseconds since the epoch
 */
export function createTokenAuthorizer(
  definition: AuthorizerDefinition,
  invoke: (payload: string, requestId: string) => Promise<InvocationResult>,
  now: () => number,
): TokenAuthorizer {
  const cache = new Map<string, { readonly policy: Policy; readonly expiresAt: number }>();

  const policyFor = async (
    token: string,
    methodArn: string,
  ): Promise<Policy | Exclude<Authorization, { readonly verdict: 'allowed' | 'denied' }>> => {
    const cached = cache.get(token);
    if (cached && cached.expiresAt > now()) return cached.policy;
    cache.delete(token);
    const event = { type: 'TOKEN', methodArn, authorizationToken: token };
    const requestId = randomUUID();
    const result = await invoke(JSON.stringify(event), requestId);
    if (result.outcome === 'failed') {
      if (result.errorMessage !== 'Unauthorized') return { verdict: 'failed' };
      const cause = { is: 'unauthorized', authorization: token, requestId } as const;
      return { verdict: 'unauthorized', cause };
    }
    const policy = readResult(result.payload);
    if (policy === null) return { verdict: 'misconfigured' };
    if (definition.ttlSeconds > 0) {
      const [oldest] = cache.size >= MAX_CACHED ? cache.keys() : [];
      if (oldest !== undefined) cache.delete(oldest);
      cache.set(token, { policy, expiresAt: now() + definition.ttlSeconds * 1000 });
    }
    return policy;
  };

  return {
    async authorize(token, methodArn) {
      if (token === undefined || token === '') {
        return { verdict: 'unauthorized', cause: { is: 'no_header' } };
      }
      if (definition.identityPattern?.test(token) === false) {
        return { verdict: 'unauthorized', cause: { is: 'other_form' } };
      }
      const policy = await policyFor(token, methodArn);
      if ('verdict' in policy) return policy;
      const request = { action: 'execute-api:Invoke', resource: methodArn, context: {} };
      const decision = decideAccess(policy.statements, request);
      return decision === 'allowed'
        ? { verdict: 'allowed', context: policy.context }
        : { verdict: 'denied', isExplicit: decision === 'explicitly_denied', authorization: token };
    },
  };
}

/** @returns `null` for a result that API Gateway refuses: no principal, no policy, nested context */
function readResult(payload: string): Policy | null {
  if (Buffer.byteLength(payload) > MAX_RESULT_BYTES) return null;
  try {
    const {
      principalId,
      policyDocument,
      context = {},
    } = JSON.parse(payload) as Record<string, Json>;
    if (typeof principalId !== 'string' || !isObject(policyDocument) || !isObject(context))
      return null;
    const values = Object.entries(context);
    if (values.some(([, value]) => typeof value === 'object')) return null;
    const statements = readPolicyDocument(policyDocument, 'the authorizer');
    return {
      statements,
      context: Object.fromEntries([
        ...values.map(([name, value]) => [name, scalarText(value)]),
        ['principalId', principalId],
      ]) as Record<string, string>,
    };
  } catch {
    return null;
  }
}

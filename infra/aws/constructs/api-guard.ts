import { Annotations, type CfnResource, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import {
  AuthorizationType,
  type CfnMethod,
  type CfnStage,
  IdentitySource,
  type IRestApi,
  type Method,
  type RestApi,
  TokenAuthorizer,
} from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import {
  parseRouteTable,
  type RouteEntry,
} from '../../../functions/core/authorization/route-table.ts';
import { ambiguousRoutes } from '../../../functions/core/authorization/worst-case-policy.ts';
import { acknowledge } from './acknowledge.ts';
import { type ApiMethod, methodsOf, same } from './api-methods.ts';
import type { AuthFunction } from './auth-function.ts';
import {
  type ProtectOptions,
  routeEntry,
  routeName,
  routesJson,
  sizeProblems,
} from './protected-routes.ts';

/** What an API is guarded with. */
export interface ApiGuardProps {
  readonly api: RestApi;
  /** Makes the authorizer's function, in the API's own stack. */
  readonly authorizerFunction: (scope: Construct, routes: string) => AuthFunction;
  /** In seconds. */
  readonly authorizerCacheTtl: number;
}

/**
 * `Bearer`, in any case (RFC 9110 §11.1), and the three parts of a JWS in compact form: what doesn't
 * look like one is refused by the gateway without a call.
 */
export const IDENTITY_REGEX =
  '^[Bb][Ee][Aa][Rr][Ee][Rr] +[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$';

/** What was said of a method, by whichever service: two may guard the same API. */
const DECLARED = new WeakMap<CfnResource, 'protected' | 'declared public'>();

/**
 * The authorizer of one API and what it knows of the API's routes. The API doesn't synthesize while
 * it has, anywhere in this app, a method that is neither protected nor declared public, or one whose
 * protection was taken away again.
 *
 * What isn't a method resource of this app can't be seen: methods of an OpenAPI document (`body`), those
 * that another app or the console adds, and those added by an id that is written out.
 */
export class ApiGuard extends Construct {
  readonly authorizer: TokenAuthorizer;
  readonly authorizerFunction: AuthFunction;

  private readonly api: RestApi;
  private readonly protectedRoutes: RouteEntry[] = [];
  private readonly protectedMethods = new Map<CfnResource, string>();

  constructor(scope: Construct, id: string, props: ApiGuardProps) {
    super(scope, id);
    this.api = props.api;
    const routes = Lazy.string({ produce: () => routesJson(this.routes) });
    this.authorizerFunction = props.authorizerFunction(this, routes);
    this.authorizer = new TokenAuthorizer(this, 'Authorizer', {
      handler: this.authorizerFunction,
      identitySource: IdentitySource.header('Authorization'),
      validationRegex: IDENTITY_REGEX,
      resultsCacheTtl: Duration.seconds(props.authorizerCacheTtl),
    });
    // CDK attaches an authorizer when a method is made with it; ours are protected afterwards.
    // oxlint-disable-next-line no-underscore-dangle
    this.authorizer._attachToApi(props.api as IRestApi);
    this.redeployFor({ authorizer: [IDENTITY_REGEX, props.authorizerCacheTtl] });
    this.node.addValidation({ validate: () => this.problems() });
  }

  /** The routes that the authorizer lets the right tokens through to. */
  get routes(): readonly RouteEntry[] {
    return this.protectedRoutes;
  }

  /**
   * Lets only requests with the right token reach a method.
   *
   * @throws Error when the method is declared already, has an authorizer of its own, or a scope is none
   */
  protect(method: Method, options: ProtectOptions = {}): void {
    this.checkUndeclared(method);
    const route = routeEntry(method, options);
    const resource = resourceOf(method);
    if (resource.authorizationType !== AuthorizationType.NONE) {
      throw new Error(
        `${routeName(method)} must have no authorizer of its own; received ${resource.authorizationType}`,
      );
    }
    resource.authorizationType = AuthorizationType.CUSTOM;
    resource.authorizerId = this.authorizer.authorizerId;
    acknowledge(method, 'COG4', 'Latchkey is the alternative to a Cognito user pool.');
    DECLARED.set(resource, 'protected');
    this.protectedRoutes.push(route);
    this.protectedMethods.set(resource, routeName(method));
    // Else a live stage would go on serving the method as it was: open.
    this.redeployFor({ protected: route });
    this.warnOfAmbiguity(method);
  }

  /**
   * Says that anybody may call a method.
   *
   * @param reason why, for the reader and for cdk-nag
   * @throws Error when the method is declared already
   */
  declarePublic(method: Method, reason = 'Declared public.'): void {
    this.checkUndeclared(method);
    DECLARED.set(resourceOf(method), 'declared public');
    acknowledge(method, 'APIG4', reason);
    acknowledge(method, 'COG4', reason);
    this.redeployFor({ public: [method.httpMethod, method.resource.path] });
  }

  private checkUndeclared(method: Method): void {
    const declared = DECLARED.get(resourceOf(method));
    if (!declared) return;
    throw new Error(`${routeName(method)} is already ${declared}: leave one of the two calls out`);
  }

  private redeployFor(declaration: object): void {
    this.api.latestDeployment?.addToLogicalId(declaration);
  }

  private problems(): string[] {
    const methods = methodsOf(this.api);
    const undeclared = methods
      .filter(({ resource }) => !DECLARED.has(resource))
      .filter((method) => isOpen(method) || this.isOurs(method))
      .map((method) => this.undeclaredProblem(method));
    const changed = methods
      .filter((method) => this.protectedMethods.has(method.resource) && !this.isOurs(method))
      .map(
        ({ resource }) =>
          `${this.protectedMethods.get(resource)} is protected no more: its authorization was changed after protect()`,
      );
    return [...undeclared, ...changed, ...sizeProblems(this.routes, this.stageName)];
  }

  private undeclaredProblem({ resource, properties }: ApiMethod): string {
    const method = this.api.methods.find((one) => resourceOf(one) === resource);
    return method
      ? `${routeName(method)} is neither protected nor declared public: call protect() or declarePublic() with it`
      : `${String(properties.HttpMethod)} at ${resource.node.path} is a method of this API that can't be declared: add it with the RestApi's own addMethod(), then protect() it or declarePublic()`;
  }

  /** A stage whose name isn't known yet is taken to have the longest that there can be. */
  private get stageName(): string {
    const stage = this.api.deploymentStage?.node.defaultChild as CfnStage | undefined;
    const name = stage?.stageName;
    return name === undefined || Token.isUnresolved(name) ? 'x'.repeat(128) : name;
  }

  /** IAM's wildcards can't keep every two routes apart; the policy then refuses too much. */
  private warnOfAmbiguity(method: Method): void {
    const route = routeName(method);
    for (const { lacked, held } of ambiguousRoutes(parseRouteTable(this.routes))) {
      const names = [lacked, held].map((one) => `${one.method} ${one.path}`);
      if (!names.includes(route)) continue;
      Annotations.of(method).addWarningV2(
        'latchkey:ambiguousRoutes',
        `a token for ${names[1]} alone is refused at some requests for it, since no policy tells them from ${names[0]}: give both the same scopes, or paths that differ before their parameters`,
      );
    }
  }

  private isOurs({ resource, properties }: ApiMethod): boolean {
    const authorizerId: unknown = Stack.of(resource).resolve(this.authorizer.authorizerId);
    return (
      properties.AuthorizationType === AuthorizationType.CUSTOM &&
      same(properties.AuthorizerId, authorizerId)
    );
  }
}

const resourceOf = (method: Method): CfnMethod => method.node.defaultChild as CfnMethod;

const CLOSED: readonly unknown[] = [
  AuthorizationType.IAM,
  AuthorizationType.CUSTOM,
  AuthorizationType.COGNITO,
];

/** A CORS preflight carries no token, so it is always open (Fetch standard §3.2): a mock answers it. */
const isOpen = ({ properties }: ApiMethod): boolean =>
  !CLOSED.includes(properties.AuthorizationType) &&
  !(properties.HttpMethod === 'OPTIONS' && properties.Integration?.Type === 'MOCK');

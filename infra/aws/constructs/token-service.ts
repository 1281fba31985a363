import { Lazy, Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { type Method, RestApi, type TokenAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { isReservedScope } from '../../../functions/core/scopes.ts';
import {
  worstCaseSeconds,
  type WorstCaseSeconds,
} from '../../../functions/core/authorization/worst-case-refusal.ts';
import { accountFunction } from './account-functions.ts';
import { adminFunction } from './admin-function.ts';
import { ApiGuard } from './api-guard.ts';
import { AuthApi } from './auth-api.ts';
import { addBearerChallenges } from './bearer-challenges.ts';
import { checkKnownNames } from './known-names.ts';
import type { AuthFunction } from './auth-function.ts';
import { docsFunction } from './docs-function.ts';
import type { ProtectOptions } from './protected-routes.ts';
import * as functions from './service-functions.ts';
import { introspectFunction, revokeFunction, sessionsFunction } from './session-functions.ts';
import { watchAuthorizer, watchService } from './service-alarms.ts';
import { serviceRoutes } from './service-routes.ts';
import { SigningKeys } from './signing-keys.ts';
import type { TokenServiceProps } from './token-service-props.ts';
import { resolveSettings } from './token-service-settings.ts';
import { TokenStorage } from './token-storage.ts';

/**
 * An OAuth 2 token service: a REST API that takes passwords and refresh tokens and gives access
 * tokens, the tables and keys behind it, and an authorizer that guards routes with those tokens.
 *
 * ```ts
 * const service = new TokenService(this, 'Tokens');
 * const orders = service.api.root.addResource('orders');
 * service.protect(orders.addMethod('GET', integration), { scopes: ['orders:read'] });
 * ```
 */
export class TokenService extends Construct {
  /** The service's own API; routes of yours may be added to it. */
  readonly api: RestApi;
  /** The authorizer of the service's own API. */
  readonly authorizer: TokenAuthorizer;
  readonly usersTable: ITable;
  readonly refreshTokensTable: ITable;
  /** The three secrets and the function that writes them. */
  readonly keys: SigningKeys;
  readonly loginFunction: AuthFunction;
  readonly refreshFunction: AuthFunction;
  readonly authorizerFunction: AuthFunction;
  readonly usersFunction: AuthFunction;
  readonly metadataFunction: AuthFunction;
  readonly revokeFunction: AuthFunction;
  readonly introspectFunction: AuthFunction;
  readonly sessionsFunction: AuthFunction;
  readonly accountFunction: AuthFunction;
  /** Nothing with `adminApi: false`. */
  readonly adminFunction: AuthFunction | undefined;
  /** Nothing with `docs: false`. */
  readonly docsFunction: AuthFunction | undefined;
  /** Where the API answers, without a trailing slash. */
  readonly url: string;
  /** The `iss` of every token, without a trailing slash. */
  readonly issuerUrl: string;
  /** How soon a token that has been ended is refused. */
  readonly worstCaseSeconds: WorstCaseSeconds;

  private readonly watched: Alarm[] = [];
  private readonly guards = new Map<RestApi, ApiGuard>();
  private readonly parts: functions.ServiceParts;
  private readonly authorizerCacheTtl: number;

  /** @throws Error naming a prop, what it must be and what it was */
  constructor(scope: Construct, id: string, props: TokenServiceProps = {}) {
    super(scope, id);
    const settings = resolveSettings(props);
    const storage = new TokenStorage(this, 'Storage', settings);
    const metricsNamespace =
      settings.metricsNamespace ?? `Latchkey/${Stack.of(this).stackName}-${id}`;
    this.keys = new SigningKeys(this, 'Keys', { ...settings, metricsNamespace });
    const authApi = new AuthApi(this, 'Api', settings);
    authApi.openAfter(this.keys.firstKeys);
    this.api = authApi.restApi;
    this.url = authApi.url;
    this.issuerUrl = authApi.issuerUrl;
    this.usersTable = storage.usersTable;
    this.refreshTokensTable = storage.refreshTokensTable;
    this.authorizerCacheTtl = settings.authorizerCacheTtl;
    this.worstCaseSeconds = worstCaseSeconds(settings);
    const { keys, issuerUrl } = this;
    const scopesSupported = Lazy.string({ produce: () => this.scopesSupported().join(',') });
    this.parts = { settings, storage, keys, issuerUrl, metricsNamespace, scopesSupported };

    this.loginFunction = functions.loginFunction(this, this.parts);
    this.refreshFunction = functions.refreshFunction(this, this.parts);
    this.usersFunction = functions.usersFunction(this, this.parts);
    this.revokeFunction = revokeFunction(this, this.parts);
    this.introspectFunction = introspectFunction(this, this.parts);
    this.sessionsFunction = sessionsFunction(this, this.parts);
    this.accountFunction = accountFunction(this, this.parts);
    this.metadataFunction = functions.metadataFunction(this, this.parts);
    this.adminFunction = settings.adminApi ? adminFunction(this, this.parts) : undefined;
    this.docsFunction = settings.docs ? docsFunction(this, this.parts, this.api) : undefined;
    const guard = this.guard(this.api, this, 'Guard');
    this.authorizer = guard.authorizer;
    this.authorizerFunction = guard.authorizerFunction;

    if (settings.alarms) this.watched.push(...watchService(this, metricsNamespace, settings));
    for (const route of serviceRoutes(this, settings)) {
      const method = authApi.addRoute(route.method, route.path, route.handler);
      if ('openBecause' in route) this.declarePublic(method, route.openBecause);
      else this.protect(method, route.scopes === null ? {} : { scopes: route.scopes });
    }
  }

  /**
   * Lets only requests with the right token reach a method, of the service's own API or of another
   * `RestApi`. Adding, changing or removing it makes a new deployment of the stage.
   *
   * @throws Error when the method is declared already, has an authorizer of its own, or a scope or role
   *   is none, or none that the service was told of
   */
  protect(method: Method, options: ProtectOptions = {}): void {
    checkKnownNames(method, options, this.parts.settings);
    this.guardOf(method).protect(method, options);
  }

  /**
   * Says that anybody may call a method. What is neither protected nor declared public does not
   * synthesize.
   *
   * @param reason why; cdk-nag's findings on open methods are acknowledged with it
   * @throws Error when the method is declared already
   */
  declarePublic(method: Method, reason?: string): void {
    this.guardOf(method).declarePublic(method, reason);
  }

  /**
   * The authorizer of somebody's existing API, made in that API's own stack, which then depends on
   * this service's and not the other way round. From then on each open method of that API must be
   * declared: `protect` it, or `declarePublic`.
   */
  authorizerFor(api: RestApi): TokenAuthorizer {
    const guard = this.guards.get(api) ?? this.guard(api, api, `${this.node.id}Guard`);
    return guard.authorizer;
  }

  /** The alarms that there are so far, for actions of yours; `authorizerFor` adds its API's. */
  get alarms(): readonly Alarm[] {
    return this.watched;
  }

  private guardOf(method: Method): ApiGuard {
    if (!(method.api instanceof RestApi)) {
      throw new Error(`${method.node.path} must be a method of a RestApi made in this app`);
    }
    this.authorizerFor(method.api);
    return this.guards.get(method.api) as ApiGuard;
  }

  private guard(api: RestApi, scope: Construct, id: string): ApiGuard {
    const guard = new ApiGuard(scope, id, {
      api,
      authorizerCacheTtl: this.authorizerCacheTtl,
      authorizerFunction: (owner, routes) =>
        functions.authorizerFunction(owner, this.parts, routes),
    });
    this.guards.set(api, guard);
    const { settings } = this.parts;
    addBearerChallenges(api, settings);
    if (settings.alarms) this.watched.push(...watchAuthorizer(guard, settings));
    return guard;
  }

  private scopesSupported(): readonly string[] {
    const guarded = [...this.guards.values()].flatMap((guard) => guard.routes);
    const scopes = guarded.flatMap(([, , routeScopes]) => routeScopes);
    const { scopesSupported, roles, selfRegistrationScopes } = this.parts.settings;
    const ofRoles = Object.values(roles).flat();
    const all = [...scopesSupported, ...selfRegistrationScopes, ...scopes, ...ofRoles];
    // Those that rule over the service itself are for few, and advertised to nobody.
    return [...new Set(all)].filter((scope) => !isReservedScope(scope)).toSorted();
  }
}

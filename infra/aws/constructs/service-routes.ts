import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { INTROSPECTION_SCOPE, USERS_ADMIN_SCOPE } from '../../../functions/core/scopes.ts';
import type { TokenServiceSettings } from './token-service-settings.ts';
import type { TokenService } from './token-service.ts';

/** A route of the service's own API, and who may call it: anybody, or whoever has the right token. */
export type ServiceRoute = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the API's root. */
  readonly path: string;
  readonly handler: IFunction;
} & (
  | {
      /** Why anybody may call it. */
      readonly openBecause: string;
    }
  | {
      /** What the token needs; `null`: any valid token will do. */
      readonly scopes: readonly string[] | null;
    }
);

const CREDENTIALS = 'Takes credentials in the body: a password or a token.';
const SIGN_UP = 'Anybody may sign up: selfRegistration is on.';
const METADATA = 'Public keys and metadata, for anybody (RFC 8414 §3).';

const DOCUMENTATION = 'The documentation of the API, for anybody.';

const docsRoutes = (docs: IFunction | undefined): readonly ServiceRoute[] =>
  ['/openapi.json', '/docs', '/docs/{asset}'].flatMap((path) =>
    docs ? [{ method: 'GET', path, handler: docs, openBecause: DOCUMENTATION }] : [],
  );

const accountRoutes = (
  account: IFunction,
  { selfRegistration }: Pick<TokenServiceSettings, 'selfRegistration'>,
): readonly ServiceRoute[] => [
  { method: 'PATCH', path: '/users/me', handler: account, scopes: null },
  { method: 'POST', path: '/users/me/password', handler: account, scopes: null },
  { method: 'GET', path: '/users/me/export', handler: account, scopes: null },
  { method: 'POST', path: '/users/me/erasure', handler: account, scopes: null },
  { method: 'POST', path: '/users/password', handler: account, openBecause: CREDENTIALS },
  ...(selfRegistration
    ? [{ method: 'POST', path: '/users', handler: account, openBecause: SIGN_UP } as const]
    : []),
];

/**
 * Each method by its name, and not `ANY`: that would let the authorizer's answer grow by seven methods,
 * and it has a limit. The function tells the paths under a user apart.
 */
const adminRoutes = (admin: IFunction | undefined): readonly ServiceRoute[] => {
  const scopes = [USERS_ADMIN_SCOPE];
  const route = (path: string) => (method: ServiceRoute['method']) =>
    admin ? [{ method, path, handler: admin, scopes }] : [];
  return [
    ...(['GET', 'POST'] as const).flatMap(route('/admin/users')),
    ...(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).flatMap(route('/admin/users/{proxy+}')),
  ];
};

/** @returns the service's routes, in the order in which they are made */
export const serviceRoutes = (
  service: TokenService,
  settings: Pick<TokenServiceSettings, 'selfRegistration'>,
): readonly ServiceRoute[] => {
  const { sessionsFunction: sessions, metadataFunction: metadata } = service;
  return [
    { method: 'POST', path: '/token', handler: service.loginFunction, openBecause: CREDENTIALS },
    {
      method: 'POST',
      path: '/refresh',
      handler: service.refreshFunction,
      openBecause: CREDENTIALS,
    },
    { method: 'POST', path: '/revoke', handler: service.revokeFunction, openBecause: CREDENTIALS },
    ...['jwks.json', 'openid-configuration', 'oauth-authorization-server'].map(
      (document): ServiceRoute => ({
        method: 'GET',
        path: `/.well-known/${document}`,
        handler: metadata,
        openBecause: METADATA,
      }),
    ),
    {
      method: 'POST',
      path: '/introspect',
      handler: service.introspectFunction,
      scopes: [INTROSPECTION_SCOPE],
    },
    { method: 'GET', path: '/users/me', handler: service.usersFunction, scopes: null },
    { method: 'GET', path: '/users/me/sessions', handler: sessions, scopes: null },
    { method: 'DELETE', path: '/users/me/sessions', handler: sessions, scopes: null },
    { method: 'DELETE', path: '/users/me/sessions/{id}', handler: sessions, scopes: null },
    ...accountRoutes(service.accountFunction, settings),
    ...adminRoutes(service.adminFunction),
    ...docsRoutes(service.docsFunction),
  ];
};

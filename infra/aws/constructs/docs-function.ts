import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lazy } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { AuthFunction } from './auth-function.ts';
import { grantEnvironment, type ServiceParts } from './service-functions.ts';

/**
 * `GET /openapi.json` and `GET /docs`. It reads nothing but its own files, and may do nothing.
 *
 * @param api whose routes the document is about, as they are at synth
 */
export function docsFunction(scope: Construct, parts: ServiceParts, api: RestApi): AuthFunction {
  const { settings, scopesSupported } = parts;
  return new AuthFunction(scope, 'DocsFunction', settings, {
    bundle: 'docs',
    description: 'GET /docs and /openapi.json: the documentation',
    memorySize: settings.memorySize,
    timeout: 10,
    environment: {
      SCOPES_SUPPORTED: scopesSupported,
      ABSENT_ROUTES: Lazy.string({
        produce: () => absentRoutes(settings.functionBundles, api).join(','),
      }),
      ...grantEnvironment(settings),
    },
  });
}

/** @returns documented routes that the API hasn't: they are few, while those that it has may be many */
function absentRoutes(functionBundles: string, api: RestApi): readonly string[] {
  const present = api.methods.map((method) => `${method.httpMethod} ${method.resource.path}`);
  return documentedRoutes(functionBundles)
    .filter((route) => !present.some((one) => covers(one, route)))
    .toSorted();
}

/** @returns whether a route is another one, or takes it in as `GET /admin/{proxy+}` does */
export const covers = (route: string, other: string): boolean =>
  route === other ||
  (/\{\w+\+\}$/.test(route) && other.startsWith(route.slice(0, route.lastIndexOf('{'))));

function documentedRoutes(functionBundles: string): readonly string[] {
  const path = join(functionBundles, 'docs/site/openapi.json');
  if (!existsSync(path)) return [];
  const { paths } = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly paths: Readonly<Record<string, object>>;
  };
  return Object.entries(paths).flatMap(([route, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${route}`),
  );
}

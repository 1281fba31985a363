import { isReservedScope } from '../core/scopes.ts';

/** What of an OpenAPI document differs from service to service. */
export interface OpenApiDocument {
  readonly tags?: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components?: {
    readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>;
  };
}

interface OpenApiOperation {
  readonly tags?: readonly string[];
  /** The scopes that the route wants, by scheme. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

interface SecurityScheme {
  readonly flows?: Readonly<Record<string, { readonly scopes: Readonly<Record<string, string>> }>>;
}

/** What decides a service's document. */
export interface DocumentSettings {
  /** What the metadata lists, too. */
  readonly scopesSupported: readonly string[];
  /** Documented routes that this service hasn't, such as `POST /users`. */
  readonly absentRoutes: readonly string[];
}

/** What a scope is for, where the service knows. */
const MEANINGS: Readonly<Record<string, string>> = {
  'items:read': 'Read the items of the demonstration.',
};
const RESERVED = 'The service’s own: for users who hold it, by clients that are listed for it.';

/**
 * @param document of everything that a service can have
 * @returns the same without the routes that this one lacks, and with its scopes
 */
export function describeService(
  document: OpenApiDocument,
  { scopesSupported, absentRoutes }: DocumentSettings,
): OpenApiDocument {
  const paths = withoutRoutes(document.paths, absentRoutes);
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  const used = new Set(operations.flatMap(({ tags = [] }) => tags));
  const wanted = operations.flatMap(({ security = [] }) =>
    security.flatMap((schemes) => Object.values(schemes).flat()),
  );
  const scopes = [...new Set([...scopesSupported, ...wanted])].map(
    (scope) => [scope, MEANINGS[scope] ?? (isReservedScope(scope) ? RESERVED : '')] as const,
  );
  const schemes = Object.entries(document.components?.securitySchemes ?? {});
  const securitySchemes = schemes.map(
    ([name, scheme]) => [name, withScopes(scheme, Object.fromEntries(scopes))] as const,
  );
  return {
    ...document,
    tags: (document.tags ?? []).filter(({ name }) => used.has(name)),
    paths,
    components: { ...document.components, securitySchemes: Object.fromEntries(securitySchemes) },
  };
}

/** A path without methods goes, too. */
function withoutRoutes(
  paths: OpenApiDocument['paths'],
  absentRoutes: readonly string[],
): OpenApiDocument['paths'] {
  const present = Object.entries(paths).map(([path, methods]) => {
    const kept = Object.entries(methods).filter(
      ([method]) => !absentRoutes.includes(`${method.toUpperCase()} ${path}`),
    );
    return [path, Object.fromEntries(kept)] as const;
  });
  return Object.fromEntries(present.filter(([, methods]) => Object.keys(methods).length > 0));
}

function withScopes(
  scheme: SecurityScheme,
  scopes: Readonly<Record<string, string>>,
): SecurityScheme {
  if (scheme.flows === undefined) return scheme;
  const flows = Object.entries(scheme.flows).map(
    ([grant, flow]) => [grant, { ...flow, scopes }] as const,
  );
  return { ...scheme, flows: Object.fromEntries(flows) };
}

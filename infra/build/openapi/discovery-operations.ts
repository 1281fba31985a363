import * as z from 'zod';
import { json, PUBLIC_REFUSALS } from './answers.ts';
import type { DocumentedOperation } from './operation.ts';

const KEY = z
  .looseObject({
    kid: z.string(),
    kty: z.string(),
    alg: z.string(),
    use: z.literal('sig'),
  })
  .meta({ id: 'PublicKey', description: 'A JWK (RFC 7517), with the members of its type.' });

const KEY_SET = z.object({ keys: z.array(KEY) }).meta({ id: 'KeySet' });

const url = z.string().meta({ format: 'uri' });
const words = z.array(z.string());

const METADATA = z
  .object({
    issuer: url,
    token_endpoint: url,
    revocation_endpoint: url,
    introspection_endpoint: url,
    jwks_uri: url,
    service_documentation: url.optional(),
    scopes_supported: words.optional(),
    response_types_supported: words,
    grant_types_supported: words,
    token_endpoint_auth_methods_supported: words,
    revocation_endpoint_auth_methods_supported: words,
    introspection_endpoint_auth_methods_supported: words,
  })
  .meta({ id: 'ServerMetadata', description: 'RFC 8414 §2.' });

const OPENID = METADATA.extend({ subject_types_supported: words }).meta({
  id: 'OpenIdConfiguration',
  description: 'The same, for clients that look only here. The service issues no ID tokens.',
});

const ISSUER = 'https://auth.example.com';

const METADATA_SAMPLE = {
  issuer: ISSUER,
  token_endpoint: `${ISSUER}/token`,
  revocation_endpoint: `${ISSUER}/revoke`,
  introspection_endpoint: `${ISSUER}/introspect`,
  jwks_uri: `${ISSUER}/.well-known/jwks.json`,
  service_documentation: `${ISSUER}/docs`,
  scopes_supported: ['items:read'],
  response_types_supported: [],
  grant_types_supported: ['password', 'refresh_token'],
  token_endpoint_auth_methods_supported: ['none'],
  revocation_endpoint_auth_methods_supported: ['none'],
  introspection_endpoint_auth_methods_supported: ['Bearer'],
};

/** A route that gives everybody the same document. */
const document = (
  path: `/${string}`,
  operationId: string,
  summary: string,
  description: string,
  schema: z.ZodType,
  sample: unknown,
): DocumentedOperation => ({
  route: `GET ${path}`,
  operationId,
  tag: 'Discovery',
  summary,
  description,
  scopes: null,
  answers: { 200: json(summary, schema), ...PUBLIC_REFUSALS },
  examples: { document: { summary, status: 200, answer: sample } },
});

/** The documents that anybody may read. */
export const DISCOVERY_OPERATIONS: readonly DocumentedOperation[] = [
  document(
    '/.well-known/jwks.json',
    'getKeySet',
    'The public keys',
    'What access tokens are verified with (RFC 7517). Keep it for some minutes, and ask again for a `kid` that is not in it.',
    KEY_SET,
    {
      keys: [
        {
          kty: 'EC',
          crv: 'P-256',
          x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
          y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
          kid: 'sample',
          use: 'sig',
          alg: 'ES256',
        },
      ],
    },
  ),
  document(
    '/.well-known/oauth-authorization-server',
    'getServerMetadata',
    'The service’s metadata',
    'Where everything is, for clients that find it out by themselves (RFC 8414).',
    METADATA,
    METADATA_SAMPLE,
  ),
  document(
    '/.well-known/openid-configuration',
    'getOpenIdConfiguration',
    'The same, where OpenID Connect looks',
    'The metadata under the name that many clients know.',
    OPENID,
    { ...METADATA_SAMPLE, subject_types_supported: ['public'] },
  ),
  document(
    '/openapi.json',
    'getOpenApi',
    'This document',
    'OpenAPI 3.1, made from the schemas that check the requests.',
    z.looseObject({ openapi: z.string() }).meta({ id: 'OpenApi' }),
    { openapi: '3.1.1' },
  ),
];

import {
  createDocument,
  type ZodOpenApiContentObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi';
import { type DocumentedExample, type DocumentedOperation, TAGS } from './operation.ts';
import { operationsOf } from './operations.ts';

/** The name of the security scheme, as FastAPI's `OAuth2PasswordBearer` gives it. */
export const SECURITY_SCHEME = 'OAuth2PasswordBearer';

const DESCRIPTION = `OAuth 2 tokens for your own API: passwords in, short-lived signed JWTs out, and a refresh
that never logs anybody out by accident.

**Try it:** press *Authorize*, log in, and run *Who am I?*`;

const BY_PASSWORD = {
  type: 'oauth2',
  description: 'Log in with name and password. Client id and secret can stay empty.',
  // Relative to the server. The docs function fills in the scopes.
  flows: { password: { tokenUrl: 'token', refreshUrl: 'refresh', scopes: {} } },
} as const;

/** Where nobody can log in with a password, a token comes from elsewhere. */
const BY_TOKEN = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description: 'An access token.',
} as const;

/**
 * Makes the OpenAPI document of everything that a service can have. What a certain service lacks, and
 * its scopes, the docs function sees to: this is the same for all.
 *
 * @param version of the package
 * @param passwordGrant whether `POST /token` takes passwords
 */
export const buildDocument = ({
  version,
  passwordGrant,
}: {
  readonly version: string;
  readonly passwordGrant: boolean;
}): object =>
  createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'Latchkey',
        description: DESCRIPTION,
        version,
        license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
      },
      // Relative to the document (OpenAPI 3.1 §4.8.5), and so right behind the stage's path, under a
      // custom domain and on a laptop.
      servers: [{ url: '.', description: 'This service' }],
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      paths: pathsOf(operationsOf({ passwordGrant })),
      components: {
        securitySchemes: {
          [SECURITY_SCHEME]: passwordGrant ? BY_PASSWORD : BY_TOKEN,
        },
      },
    },
    {
      // A function drops what it doesn't know unless its schema is a strict one: that is said. An
      // answer may get more members one day: that is left open.
      override: ({ jsonSchema, io }) => {
        if (jsonSchema.type !== 'object') return;
        if (io === 'input') jsonSchema.additionalProperties ??= true;
        else if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      },
    },
  );

function pathsOf(operations: readonly DocumentedOperation[]): ZodOpenApiPathsObject {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const operation of operations) {
    const [method = '', path = ''] = operation.route.split(' ');
    (paths[path] ??= {})[method.toLowerCase()] = operationObject(operation);
  }
  return paths;
}

function operationObject(operation: DocumentedOperation): ZodOpenApiOperationObject {
  const { request, path, query, scopes, answers } = operation;
  const examples = Object.entries(operation.examples);
  const answersWithExamples = Object.entries(answers).map(([status, { description, content }]) => {
    const own = examples.filter(([, example]) => example.status === Number(status));
    return [status, { description, ...contentOf(content, own, ({ answer }) => answer) }] as const;
  });
  return {
    operationId: operation.operationId,
    tags: [operation.tag],
    summary: operation.summary,
    description: operation.description,
    security: scopes === null ? [] : [{ [SECURITY_SCHEME]: [...scopes] }],
    ...((path || query) && {
      requestParams: { ...(path && { path }), ...(query && { query }) },
    }),
    ...(request && {
      requestBody: {
        required: true,
        ...(contentOf(request, examples, ({ body }) => body) as {
          content: ZodOpenApiContentObject;
        }),
      },
    }),
    responses: Object.fromEntries(answersWithExamples),
  };
}

/** @returns the content of a request or an answer, with its examples where they fit */
function contentOf(
  content: DocumentedOperation['answers'][number]['content'],
  examples: readonly (readonly [string, DocumentedExample])[],
  valueOf: (example: DocumentedExample) => unknown,
): { readonly content?: ZodOpenApiContentObject } {
  const types = Object.entries(content);
  if (types.length === 0) return {};
  const media = types.map(([type, schema]) => {
    const fitting = examples.filter(([, example]) => fits(type, valueOf(example)));
    const values = fitting.map(
      ([name, example]) => [name, { summary: example.summary, value: valueOf(example) }] as const,
    );
    return [
      type,
      { schema, ...(values.length > 0 && { examples: Object.fromEntries(values) }) },
    ] as const;
  });
  return { content: Object.fromEntries(media) };
}

/** Problem details have a title; nothing else does that is an error. */
const fits = (type: string, value: unknown): boolean =>
  value !== undefined &&
  (type === 'application/problem+json') ===
    (typeof value === 'object' && value !== null && 'title' in value && 'detail' in value);

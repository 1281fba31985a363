import * as z from 'zod';

/** The groups of the document, in the order in which a reader meets them. */
export const TAGS = {
  Tokens: 'Log in, stay logged in, log out, and ask what a token is worth.',
  Users: 'Who the caller is.',
  Account: 'What people do with their own accounts: sign up, change, take along, erase.',
  Sessions: 'The devices that the caller is logged in on.',
  Administration: 'Everybody’s accounts, for whoever holds the scope `users:admin`.',
  Discovery: 'Keys and metadata, for whoever verifies tokens.',
} as const;

/** A media type of a request or an answer. */
export type MediaType =
  'application/json' | 'application/problem+json' | 'application/x-www-form-urlencoded';

/** One of the answers that an operation can give. */
export interface DocumentedAnswer {
  readonly description: string;
  /** The schema of the body by media type; an empty record: no body. */
  readonly content: Readonly<Partial<Record<MediaType, z.core.$ZodType>>>;
}

/** A request, and the answer that it gets: a test sends it and compares. */
export interface DocumentedExample {
  readonly summary: string;
  /** What the body says, and the path's parameters; both may hold samples (`samples.ts`). */
  readonly body?: Readonly<Record<string, unknown>>;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /**
   * Whose token goes with it, where the route wants one; default: somebody whose token is enough. A
   * newcomer has just been made, and nobody needs him any more: the request may change or erase him.
   */
  readonly caller?: 'somebody' | 'nobody' | 'somebody without scopes' | 'a machine' | 'a newcomer';
  readonly status: number;
  /** The answer's body; left out where there is none. */
  readonly answer?: unknown;
}

/** One method of one route, as the document shows it. */
export interface DocumentedOperation {
  /** Method and path as the template has them: `GET /users/me`. */
  readonly route: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
  readonly operationId: string;
  readonly tag: keyof typeof TAGS;
  readonly summary: string;
  /** Markdown. */
  readonly description: string;
  /** What the token must hold; `null`: no token is needed. */
  readonly scopes: readonly string[] | null;
  /** Parameters of the path and the query: what each means. */
  readonly path?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** The schema of the body by media type. */
  readonly request?: Readonly<Partial<Record<MediaType, z.core.$ZodType>>>;
  readonly answers: Readonly<Record<number, DocumentedAnswer>>;
  /** By name; a request's and its answer's examples have the same one. */
  readonly examples: Readonly<Record<string, DocumentedExample>>;
}

/** An object of `zod` or of `zod/mini`. */
export type ObjectSchema<Shape extends z.core.$ZodShape> = z.core.$ZodObject<Shape> & {
  readonly shape: Shape;
  readonly def: z.core.$ZodObjectDef<Shape>;
};

/**
 * Puts words to a schema that a function validates requests by. The function's bundle carries none of
 * them; a field that is added there and not described here doesn't compile.
 *
 * @param id the name among the document's components
 * @returns a copy of it, with descriptions
 */
export function described<Shape extends z.core.$ZodShape>(
  schema: ObjectSchema<Shape>,
  id: string,
  description: string,
  fields: Readonly<Record<keyof Shape, string>>,
): z.core.$ZodObject<Shape> {
  const shape = describedShape(schema, fields);
  const copy = z.core.clone(schema, { ...schema.def, shape });
  z.globalRegistry.add(copy, { id, description });
  return copy;
}

/** @returns copies of a schema's fields, with descriptions */
export function describedShape<Shape extends z.core.$ZodShape>(
  schema: ObjectSchema<Shape>,
  fields: Readonly<Record<keyof Shape, string>>,
): Shape {
  const shape = Object.entries(schema.shape).map(([name, field]) => {
    const copy = z.core.clone(field);
    z.globalRegistry.add(copy, { description: fields[name] ?? '' });
    return [name, copy] as const;
  });
  return Object.fromEntries(shape) as Shape;
}

/** A JSON value, as templates are made of. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };

/** A JSON object. */
export type JsonObject = { readonly [member: string]: Json };

/** One resource of a CloudFormation template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: JsonObject;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
}

/** The sections of a CloudFormation template that the local edition reads. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, { readonly Default?: Json }>>;
  readonly Mappings?: JsonObject;
  readonly Conditions?: JsonObject;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: Json; readonly Condition?: string }>
  >;
}

/** @returns whether the value is an object and not a list */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @returns whether the value is a list */
export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** @returns the value as a list: itself, one element, or nothing */
export const listOf = (value: Json | undefined): readonly Json[] => {
  if (value === undefined || value === null) return [];
  return isList(value) ? value : [value];
};

/** @returns the value as text; numbers and booleans as CloudFormation writes them */
export const textOf = (value: Json | undefined, where: string): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TypeError(`${where} is not text`);
};

/** @returns the scalar as text; `''` for what isn't there, or is an object or a list */
export const scalarText = (value: Json | undefined): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';

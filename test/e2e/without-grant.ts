import {
  isList,
  isObject,
  listOf,
  type Json,
  type Template,
} from '../../infra/local/template/template.ts';

/** @returns the template with one action taken out of the policies of one function's role */
export const without =
  (functionId: string, action: string) =>
  (template: Template): Template => ({
    ...template,
    Resources: Object.fromEntries(
      Object.entries(template.Resources).map(([name, resource]) => {
        const isItsPolicy = name.includes(functionId) && resource.Type.startsWith('AWS::IAM::');
        return [name, isItsPolicy ? (strip(resource as never, action) as never) : resource];
      }),
    ),
  });

const strip = (value: Json, action: string): Json => {
  if (isList(value)) return value.map((part) => strip(part, action));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      name === 'Action'
        ? listOf(part).map((one) => (one === action ? 'dynamodb:DescribeTable' : one))
        : strip(part, action),
    ]),
  );
};

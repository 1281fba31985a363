import {
  isList,
  isObject,
  listOf,
  type Json,
  type Template,
} from '../../infra/local/template/template.ts';
import { logIn, postForm } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';

/** @returns the template with one action taken out of the policies of one function's role */
const without =
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

describe('a grant that is taken away from a function’s role', () => {
  let service: RunningService;
  afterEach(() => service.stop());

  it('makes the local edition refuse that call, and only to that function', async () => {
    service = await startService({
      transformTemplate: without('RefreshFunction', 'dynamodb:UpdateItem'),
    });
    const { refresh_token } = await logIn(service.url);
    const refused = await postForm(`${service.url}/refresh`, { refresh_token });
    expect(refused.status).toBeGreaterThanOrEqual(500);
    expect(service.problems.join('\n')).toMatch(
      /RefreshFunction is not authorized to perform: dynamodb:UpdateItem on resource: arn:aws:dynamodb:.*RefreshTokensTable because no identity-based policy allows/,
    );
    const login = { grant_type: 'refresh_token', refresh_token };
    expect((await postForm(`${service.url}/token`, login)).status).toBe(200);
  });
});

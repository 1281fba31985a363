import { logIn, postForm } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';
import { without } from './without-grant.ts';

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

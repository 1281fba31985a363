import { operationsOf } from '../../infra/build/openapi/operations.ts';
import { comparable, problemOf, sendExample } from './documented-requests.ts';
import { send } from './oauth-requests.ts';
import { startRegisteringService } from './registering-service.ts';
import type { RunningService } from './running-service.ts';

describe('the OpenAPI document of a service that lets people sign up', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startRegisteringService();
  }, 120_000);
  afterAll(() => service.stop());

  const [signUp] = operationsOf({ passwordGrant: true }).filter(
    ({ route }) => route === 'POST /users',
  );

  it('has the route', async () => {
    const { json } = await send(`${service.url}/openapi.json`);
    expect(json['paths']).toMatchObject({ '/users': { post: { operationId: 'signUp' } } });
  });

  it.each(Object.entries(signUp?.examples ?? {}))(
    'shows what the service answers: %s',
    async (_name, example) => {
      const answer = await sendExample(service, signUp!, example);
      expect(comparable(answer.status, answer.json)).toMatchObject(
        comparable(example.status, example.answer),
      );
      expect(problemOf(signUp?.answers[answer.status], answer)).toBeNull();
    },
  );
});

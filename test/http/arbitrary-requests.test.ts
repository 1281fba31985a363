import * as fc from 'fast-check';
import type { GatewayEvent, GatewayHandler } from '../../functions/http/gateway-event.ts';
import {
  arbitraryEvent,
  arbitraryRequest,
  encodedForm,
} from '../fakes/arbitrary-gateway-events.ts';
import { FunctionBench } from '../fakes/function-bench.ts';
import { formPost } from '../fakes/gateway-events.ts';
import { SessionEndBench } from '../fakes/session-end-bench.ts';

describe('any request at all', () => {
  const bench = new FunctionBench();
  const ending = new SessionEndBench();
  const endpoints: readonly (readonly [string, GatewayHandler])[] = [
    ['/token', bench.login],
    ['/refresh', bench.refreshing],
    ['/users/me', bench.usersRoutes],
    ['/revoke', ending.revoke],
    ['/introspect', ending.introspect],
    ['/users/me/sessions', ending.userSessions],
  ];

  beforeAll(() => bench.enrol());

  it.each(endpoints)(
    'gets an answer under 500 from %s',
    async (_, handler) => {
      await fc.assert(
        fc.asyncProperty(arbitraryRequest, async (event) => {
          const answer = await handler(event);
          expect(answer.statusCode).toBeGreaterThanOrEqual(200);
          expect(answer.statusCode).toBeLessThan(500);
          expect(answer.body).not.toMatch(/node_modules|functions\/|\.ts:\d/);
          // Revoking and logging out have nothing to say.
          expect(() => JSON.parse(answer.body || '{}') as unknown).not.toThrow();
        }),
        { numRuns: 600 },
      );
    },
    60_000,
  );

  it.each(endpoints)(
    'that is no request is answered by %s and never thrown at',
    async (_, handler) => {
      await fc.assert(
        fc.asyncProperty(arbitraryEvent, async (event) => {
          const answer = await handler(event as GatewayEvent);
          expect(answer.statusCode).toBeGreaterThanOrEqual(400);
        }),
        { numRuns: 400 },
      );
    },
    60_000,
  );

  it('is never answered with more than the codes of RFC 6749 §5.2', async () => {
    await fc.assert(
      fc.asyncProperty(encodedForm, async (text) => {
        const answer = await bench.login(formPost(text));
        const { error, error_description: description } = JSON.parse(answer.body) as Record<
          string,
          string
        >;
        expect(error).toMatch(
          /^(invalid_(request|client|grant|scope)|unauthorized_client|unsupported_grant_type)$/,
        );
        expect(description).toMatch(/^[\x20\x21\x23-\x5B\x5D-\x7E]+$/);
      }),
      { numRuns: 400 },
    );
  }, 60_000);
});

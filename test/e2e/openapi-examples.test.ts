import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeService } from '../../functions/docs/describe-service.ts';
import { buildDocument } from '../../infra/build/openapi/build-document.ts';
import { operationsOf } from '../../infra/build/openapi/operations.ts';
import { withAdminConsole } from './admin-users.ts';
import {
  comparable,
  mediaTypesOf,
  prepareCallers,
  problemOf,
  sendExample,
} from './documented-requests.ts';
import { send } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';

type Document = Parameters<typeof describeService>[0];

const operations = operationsOf({ passwordGrant: true });

/** What no request can bring about by itself: others that get in its way, too many, troubles of the service. */
const TROUBLES = [409, 429, 500, 503];

describe('the OpenAPI document', () => {
  let service: RunningService;
  let served: Document;
  const present = () =>
    operations.filter(({ route }) => {
      const [method = '', path = ''] = route.split(' ');
      return served.paths[path]?.[method.toLowerCase()] !== undefined;
    });

  beforeAll(async () => {
    service = await startService({ transformTemplate: withAdminConsole });
    await prepareCallers(service);
    served = (await send(`${service.url}/openapi.json`)).json as unknown as Document;
  }, 60_000);
  afterAll(() => service.stop());

  it('is what the sources say', () => {
    const { version } = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
    ) as { version: string };
    const document = buildDocument({ version, passwordGrant: true }) as Document;
    const absent = operations.filter((one) => !present().includes(one));
    const absentRoutes = absent.map(({ route }) => route);
    expect(served).toEqual(
      describeService(document, { scopesSupported: ['items:read'], absentRoutes }),
    );
    expect(present().length).toBeGreaterThan(10);
  });

  it('has an answer of the service for every example, and it is the one that is shown', async () => {
    for (const operation of present()) {
      for (const [name, example] of Object.entries(operation.examples)) {
        for (const mediaType of mediaTypesOf(operation)) {
          const answer = await sendExample(service, operation, example, mediaType);
          const where = `${operation.route} ${name}`;
          const body = answer.text === '' ? undefined : (JSON.parse(answer.text) as unknown);
          expect({ where, ...comparable(answer.status, body) }).toMatchObject({
            where,
            ...comparable(example.status, example.answer),
          });
          const problem = problemOf(operation.answers[answer.status], answer);
          expect([where, problem]).toEqual([where, null]);
        }
      }
    }
  }, 120_000);

  it('documents no refusal that no request can get', async () => {
    for (const operation of present()) {
      const shown = Object.values(operation.examples).map(({ status }) => status);
      const bodies = operation.request ? [413, 415] : [];
      const unseen = Object.keys(operation.answers)
        .map(Number)
        .filter((status) => ![...shown, ...bodies, ...TROUBLES].includes(status));
      expect([operation.route, unseen]).toEqual([operation.route, []]);
    }
  });

  it('tells what becomes of bodies that are too large, or of another type', async () => {
    for (const operation of present().filter(({ request }) => request !== undefined)) {
      const large = { body: { token: 'x'.repeat(17_000) } };
      for (const [example, type, status] of [
        [large, undefined, 413],
        [{ body: {} }, 'text/plain', 415],
      ] as const) {
        const answer = await sendExample(service, operation, example, type);
        expect([operation.route, answer.status]).toEqual([operation.route, status]);
        expect(problemOf(operation.answers[status], answer)).toBeNull();
      }
    }
  });

  it('tells what becomes of members that it doesn’t list', async () => {
    const { schemas } = (served as unknown as { components: { schemas: Schemas } }).components;
    for (const operation of present().filter(({ request }) => request !== undefined)) {
      const [method = '', path = ''] = operation.route.split(' ');
      const { requestBody } =
        (served.paths as unknown as Paths)[path]?.[method.toLowerCase()] ?? {};
      for (const [type, { schema }] of Object.entries(requestBody?.content ?? {})) {
        const [example] = Object.values(operation.examples);
        const body = { ...example?.body, 'not-listed': 'x' };
        const answer = await sendExample(service, operation, { ...example, body }, type);
        const listed = schemas[schema.$ref.split('/').at(-1) ?? ''];
        const isIgnored = listed?.additionalProperties === true;
        expect([
          operation.route,
          isIgnored ? answer.status : [400, 422].includes(answer.status),
        ]).toEqual([operation.route, isIgnored ? example?.status : true]);
      }
    }
  });
});

type Schemas = Readonly<Record<string, { readonly additionalProperties?: unknown }>>;
type Paths = Readonly<
  Record<
    string,
    Readonly<
      Record<
        string,
        { readonly requestBody?: { content: Record<string, { schema: { $ref: string } }> } }
      >
    >
  >
>;

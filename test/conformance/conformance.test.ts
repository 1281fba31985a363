import { createConformanceClient } from './conformance-client.ts';
import { deviations } from './deviations.ts';
import { documents } from './documents.ts';
import { startServiceUnderTest } from './service-under-test.ts';
import type { Statement } from './statement.ts';

type Service = Awaited<ReturnType<typeof startServiceUnderTest>>;
type Provable = Pick<Statement, 'check' | 'violation'>;

let service: Service;

beforeAll(async () => {
  service = await startServiceUnderTest();
}, 60_000);
afterAll(() => service.stop());

/** The check holds for the service, and fails for one that breaks the statement. */
const expectProof = async ({ check, violation }: Provable): Promise<void> => {
  await check(createConformanceClient(service));
  await expect(check(createConformanceClient(service, violation()))).rejects.toMatchObject({
    code: 'ERR_ASSERTION',
    // A service that nobody can log in at is no proof of anything.
    message: expect.not.stringMatching(/^the login was refused/) as unknown,
  });
};

// Before the statements that take the clock far ahead.
describe('where the service deviates', () => {
  const proven = deviations.flatMap(({ section, does, proof }) =>
    proof === undefined ? [] : [[section, does, proof] as const],
  );

  it.each(proven)('%s: %s', async (_section, _does, proof) => {
    await expectProof(proof);
  });
});

describe.each(documents)('$rfc', ({ statements }) => {
  const named = statements.map(
    (statement) => [statement.section, statement.says, statement] as const,
  );

  it.each(named)('%s: %s', async (_section, _says, statement) => {
    await expectProof(statement);
  });
});

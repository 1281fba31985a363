import { attackTokens, type PublishedKeys } from '../attacks/attack-tokens.ts';
import { mutants } from '../attacks/mutants.ts';
import { getWith, logIn } from './oauth-requests.ts';
import { startService, type RunningService } from './running-service.ts';

/** What fits into an HTTP header at all (RFC 9110 §5.5): the rest never reaches a server. */
const FITS_A_HEADER = /^[\x20-\x7e\x80-\xff]*$/;
/** White space around a header's value isn't part of it (RFC 9110 §5.5): the gateway never sees it. */
const arrivesAs = (token: string): string => token.trim();
const PARALLEL = 16;

/**
 * The handler's own test tries every mutant. Here some of each position go all the way through the
 * gateway, with its identity regex and its cache, and so do all the classic attacks.
 */
describe('attack tokens over HTTP', () => {
  let service: RunningService;
  let valid: string;

  beforeAll(async () => {
    service = await startService();
    valid = (await logIn(service.url)).access_token;
  }, 60_000);
  afterAll(() => service.stop());

  const statusesOf = async (tokens: readonly string[]): Promise<Record<number, number>> => {
    const counts: Record<number, number> = {};
    const queue = tokens.filter((token) => FITS_A_HEADER.test(token) && arrivesAs(token) !== valid);
    const worker = async (): Promise<void> => {
      for (let token = queue.pop(); token !== undefined; token = queue.pop()) {
        const { status } = await getWith(`${service.url}/users/me`, token);
        counts[status] = (counts[status] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    return counts;
  };

  it('accepts none of the classic attacks and answers each with 401', async () => {
    const published = await getWith(`${service.url}/.well-known/jwks.json`);
    const attacks = attackTokens(valid, published.json as unknown as PublishedKeys);
    const tokens = attacks.map(({ token }) => token).filter((token) => token.length < 9_000);
    const counts = await statusesOf(tokens);
    expect(Object.keys(counts)).toEqual(['401']);
    expect(counts[401]).toBeGreaterThan(100);
  }, 60_000);

  it('accepts no one-character mutant, whatever the gateway has cached', async () => {
    expect((await getWith(`${service.url}/users/me`, valid)).status).toBe(200);
    const tokens = [...mutants(valid)]
      .map(({ token }) => token)
      .filter((_token, index) => index % 37 === 0);
    const counts = await statusesOf(tokens);
    expect(Object.keys(counts)).toEqual(['401']);
    expect(counts[401]).toBeGreaterThan(valid.length);
    expect((await getWith(`${service.url}/users/me`, valid)).status).toBe(200);
  }, 120_000);
});

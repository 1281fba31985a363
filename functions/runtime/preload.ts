import { ConfigurationError } from './environment.ts';

/**
 * Reads what the function can't work without while it starts, so that a missing secret shows at the
 * first breath and not at the first customer.
 *
 * @param reads what to read, by a name that the error gives
 * @returns a gate to await before each request: it rejects with a ConfigurationError that names every
 *   failed read at once, and then reads again at the next request, so that a fixed grant or secret
 *   needs no new deployment
 */
export function preload(
  reads: Readonly<Record<string, () => Promise<unknown>>>,
): () => Promise<void> {
  const attempt = async (): Promise<void> => {
    // The module that composes the function loads to its end first: it may yet refuse to start.
    await Promise.resolve();
    const names = Object.keys(reads);
    const results = await Promise.allSettled(names.map(async (name) => reads[name]?.()));
    const problems = results.flatMap((result, index) =>
      result.status === 'rejected' ? [`${names[index]}: ${messageOf(result.reason)}`] : [],
    );
    if (problems.length > 0) throw new ConfigurationError(problems);
  };
  const begin = (): Promise<void> => {
    const attempted = attempt();
    // The gate reports it; without a handler here Node would end the process first.
    attempted.catch(() => {});
    return attempted;
  };
  let ready = begin();
  return async () => {
    try {
      await ready;
    } catch (error) {
      ready = begin();
      throw error;
    }
  };
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : 'failed';

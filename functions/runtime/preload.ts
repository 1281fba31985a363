import { ConfigurationError } from './environment.ts';

/**
 * Reads what the function can't work without while it starts, so that a missing secret shows at the
 * first breath and not at the first customer.
 *
 * @param reads what to read, by a name that the error gives
 * @returns a gate to await before each request: it rejects with a ConfigurationError that names every
 *   failed read at once. What failed before a request is read again for it: nobody waits for a new
 *   deployment once a grant or a secret is fixed, and no first request pays for a start that was cut off
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
  let failed = false;
  const begin = (): Promise<void> => {
    failed = false;
    const attempted = attempt();
    // The gate reports it; without a handler here Node would end the process first.
    attempted.catch(() => {
      failed = true;
    });
    return attempted;
  };
  let ready = begin();
  return () => {
    if (failed) ready = begin();
    return ready;
  };
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : 'failed';

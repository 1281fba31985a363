/** Reads settings out of an environment and remembers every problem instead of stopping at the first. */
export interface EnvironmentReader {
  /** @returns the variable's text, which must be there and not empty */
  text(name: string): string;
  /** @returns the variable's text, or what is given when it is not there or empty */
  textOr(name: string, otherwise: string): string;
  /** @returns the variable as a whole number within the bounds (inclusive) */
  integer(name: string, bounds: { readonly min: number; readonly max: number }): number;
  /** @returns the variable as one of the given words */
  oneOf<Word extends string>(name: string, words: readonly Word[]): Word;
  /** @returns the variable's comma-separated parts; an absent or empty variable is an empty list */
  list(name: string): readonly string[];
  /** @returns the variable parsed as JSON by `parse`, which throws to refuse */
  json<T>(name: string, parse: (value: unknown) => T): T;
}

/** The function can't start: its message names every variable that is missing or wrong. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`the function can't start: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

/**
 * Builds a configuration from an environment.
 *
 * @param environment usually `process.env`
 * @param read picks the settings; it may use the placeholder that a reader returns for a broken
 *   variable, since the result is thrown away then
 * @returns what `read` returned
 * @throws ConfigurationError naming every problem at once, with the variables' names and no values
 */
export function loadConfig<Config>(
  environment: Readonly<Record<string, string | undefined>>,
  read: (reader: EnvironmentReader) => Config,
): Config {
  const problems: string[] = [];
  const text = (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === '') problems.push(`${name} is not set`);
    return value ?? '';
  };
  const reader: EnvironmentReader = {
    text,
    textOr: (name, otherwise) => environment[name] || otherwise,
    integer(name, { min, max }) {
      const value = text(name);
      const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
      if (value !== '' && !(number >= min && number <= max)) {
        problems.push(`${name} must be a whole number from ${min} to ${max}`);
      }
      return number;
    },
    oneOf(name, words) {
      const value = text(name);
      const word = words.find((candidate) => candidate === value);
      if (value !== '' && word === undefined) {
        problems.push(`${name} must be one of ${words.join(', ')}`);
      }
      return word ?? (words[0] as (typeof words)[number]);
    },
    list: (name) => (environment[name] ?? '').split(',').filter((part) => part !== ''),
    json(name, parse) {
      try {
        return parse(JSON.parse(text(name) || 'null'));
      } catch {
        if (environment[name]) problems.push(`${name} is not the JSON that is expected there`);
        return undefined as never;
      }
    },
  };
  const config = read(reader);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return config;
}

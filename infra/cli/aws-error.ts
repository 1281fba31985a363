import { CliError } from './cli-error.ts';

const LINES: Readonly<Record<string, string>> = {
  CredentialsProviderError:
    'there are no AWS credentials: log in, or name a profile with AWS_PROFILE',
  ExpiredTokenException: 'the AWS credentials have expired: log in again',
};

/**
 * @param service as people call it
 * @returns what a client of AWS has thrown, as one line that says what to do
 */
export function awsError(service: string, error: unknown): CliError {
  if (error instanceof CliError) return error;
  const { name, message } = error as Error;
  return new CliError(LINES[name] ?? `${service} refused: ${message}`, undefined, { cause: error });
}

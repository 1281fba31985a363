import { DEMO_USER } from '../../local/storage/seed-demo-user.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { isLoopback } from '../service-url.ts';

/** Who logs in. The password is never an argument: those are seen by everybody on a machine. */
export interface CredentialOptions {
  readonly username?: string;
  readonly passwordStdin?: boolean;
  readonly clientId?: string;
}

/** Where a password comes from. */
export interface PasswordSources {
  /** Asks without showing what is typed; `null` where there is nobody to ask. */
  readonly askSecret: ((question: string) => Promise<string | null>) | null;
  /** Reads the standard input to its end; `null` where it is a terminal. */
  readonly readInput: (() => Promise<Uint8Array>) | null;
}

/**
 * @param url the demo user is for this machine alone
 * @returns the form of the login
 * @throws CliError when nobody says who logs in
 */
export async function readCredentials(
  url: string,
  { username, passwordStdin = false, clientId }: CredentialOptions,
  sources: PasswordSources,
): Promise<Readonly<Record<string, string>>> {
  const client = clientId === undefined ? {} : { client_id: clientId };
  if (username === undefined) {
    if (!isLoopback(new URL(url)) || passwordStdin) {
      throw new CliError('say who logs in: --username NAME', EXIT.usage);
    }
    const { username: name, password } = DEMO_USER;
    return { grant_type: 'password', username: name, password, ...client };
  }
  const password = await takePassword(username, passwordStdin, sources);
  return { grant_type: 'password', username, password, ...client };
}

async function takePassword(
  username: string,
  fromPipe: boolean,
  { askSecret, readInput }: PasswordSources,
): Promise<string> {
  const source = fromPipe ? readInput : askSecret;
  if (source === null) {
    throw new CliError(
      fromPipe
        ? '--password-stdin reads from a pipe: leave it out to be asked'
        : 'nobody can be asked for the password here: pipe it in, with --password-stdin',
      EXIT.usage,
    );
  }
  const taken = await source(`Password of ${username}`);
  const password =
    typeof taken === 'string'
      ? taken
      : Buffer.from(taken ?? [])
          .toString('utf8')
          .replace(/\r?\n$/, '');
  if (password === '') throw new CliError('there is no password', EXIT.refused);
  return password;
}

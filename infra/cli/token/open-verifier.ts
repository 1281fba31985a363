import { readFileSync } from 'node:fs';
import type { KeySet, KeySetSource } from '../../../functions/core/keys/key-rings.ts';
import { parseKeySet } from '../../../functions/core/keys/parse-key-rings.ts';
import { UnreadableSecretError } from '../../../functions/core/keys/secret-store.ts';
import { findRunningEdition } from '../../local/running-edition.ts';
import { readTerminalSettings } from '../../local/terminal/terminal-settings.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { fetchPublicText, readServiceUrl } from '../service-url.ts';
import { readStackOutputs } from '../stack-outputs.ts';
import { openLocalVerifier } from './local-verifier.ts';
import type { Verifier, VerifierOptions } from './verifier.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Finds out what a token is to be held against: what the options name, else the local edition if it
 * runs. Nothing that stands in the token itself is ever called: whoever made it would choose the keys
 * that it is judged by, and the address that this machine talks to.
 *
 * @param tokenIssuer what the token says; it picks one of several local services
 * @returns `null` when nothing was named and nothing runs here
 * @throws CliError in one line
 */
export async function openVerifier(
  options: VerifierOptions,
  tokenIssuer: unknown,
  environment: Environment,
): Promise<Verifier | null> {
  const { local, stack, issuer, jwks, audience } = options;
  const named = [local, stack, issuer].filter((one) => one !== undefined);
  if (named.length > 1) {
    throw new CliError('say one of --local, --stack NAME and --issuer URL', EXIT.usage);
  }
  if (jwks !== undefined && issuer === undefined) {
    throw new CliError('--jwks needs --issuer URL: whose tokens are its keys for?', EXIT.usage);
  }
  if (issuer !== undefined) {
    const text = jwks === undefined ? await fetchKeySet(issuer) : readFile(jwks);
    return verifierOf(`the issuer ${issuer}`, issuer, audience, keySetOf(text));
  }
  if (stack !== undefined) {
    const { IssuerUrl, JwksUrl } = await readStackOutputs(stack, environment);
    if (!IssuerUrl || !JwksUrl) {
      throw new CliError(
        `the stack ${stack} has no outputs IssuerUrl and JwksUrl: say --issuer URL instead`,
      );
    }
    const keySet = keySetOf(await fetchPublicText(JwksUrl));
    return verifierOf(`stack ${stack}`, IssuerUrl, audience, keySet);
  }
  const running = findRunningEdition(readTerminalSettings(environment).dataDirectory);
  if (running !== null) return openLocalVerifier(running, tokenIssuer, audience);
  if (local === undefined) return null;
  throw new CliError('the local edition does not run: npm start');
}

/** The metadata says where the keys are, and must be the issuer's own (RFC 8414 §3.3). */
async function fetchKeySet(issuer: string): Promise<string> {
  const base = readServiceUrl(issuer).href.replace(/\/$/, '');
  const address = `${base}/.well-known/openid-configuration`;
  const metadata = await fetchPublicText(address);
  let found: { readonly issuer?: unknown; readonly jwks_uri?: unknown };
  try {
    found = Object(JSON.parse(metadata)) as typeof found;
  } catch {
    throw new CliError(`${address} is no JSON`);
  }
  if (found.issuer !== issuer || typeof found.jwks_uri !== 'string') {
    throw new CliError(`${address} is not the metadata of the issuer ${issuer}`);
  }
  return fetchPublicText(found.jwks_uri);
}

const verifierOf = (
  name: string,
  issuer: string,
  audience: readonly string[] = [],
  keySet: KeySet,
): Verifier => ({
  name,
  issuer,
  audiences: [...audience, issuer],
  keys: fixedKeys(keySet),
  keyIds: keySet.keys.map(({ kid }) => kid),
  // Only the service itself can read its sessions.
  sessions: null,
});

const fixedKeys = (keySet: KeySet): KeySetSource => ({
  find: (kid) => Promise.resolve(keySet.keys.find((key) => key.kid === kid) ?? null),
  all: () => Promise.resolve(keySet),
});

function keySetOf(text: string): KeySet {
  try {
    return parseKeySet(text);
  } catch (error) {
    if (!(error instanceof UnreadableSecretError)) throw error;
    const rule = error.message.split(': ').slice(1).join(': ');
    throw new CliError(`the key set is none of Latchkey's: ${rule}`, undefined, { cause: error });
  }
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CliError(`${path} can't be read: ${(error as Error).message}`, undefined, {
      cause: error,
    });
  }
}

import type { RegisteredClient } from '../../../functions/core/clients/client.ts';
import { timeText } from '../keys/describe-time.ts';
import type { CommandOptions } from '../operator-program.ts';
import { printable } from '../printable.ts';
import type { Surroundings } from './surroundings.ts';

/** @returns what `--json` prints of a client: times in ISO 8601, and no hash */
export const clientJson = ({ clientId, refreshTokenPolicy, registration }: RegisteredClient) => ({
  clientId,
  name: registration.name,
  grants: registration.grants,
  scopes: registration.scopes,
  refreshTokenPolicy,
  disabled: registration.disabled,
  previousSecretExpiresAt: isoTime(registration.previousSecret?.expiresAt ?? null),
  createdAt: isoTime(registration.createdAt),
  updatedAt: isoTime(registration.updatedAt),
});

/** @returns one client as a line of a list */
export const clientLine = ({ clientId, registration }: RegisteredClient): string =>
  [
    clientId,
    registration.disabled ? 'disabled' : 'enabled',
    registration.scopes.length === 0 ? 'no scopes' : registration.scopes.join(' '),
    ...(registration.name === null ? [] : [printable(registration.name)]),
  ].join('  ');

/** @returns all that is shown of one client */
export const clientLines = (
  { clientId, refreshTokenPolicy, registration }: RegisteredClient,
  now: number,
): readonly string[] => {
  const { name, grants, scopes, disabled, previousSecret, createdAt, updatedAt } = registration;
  const rows: readonly (readonly [string, string])[] = [
    ['client', clientId],
    ['name', name === null ? 'none' : printable(name)],
    ['may ask', disabled ? 'no, disabled' : 'yes'],
    ['grants', grants.join(' ')],
    ['scopes', scopes.length === 0 ? 'none' : scopes.join(' ')],
    ...(grants.includes('password') ? [['policy', refreshTokenPolicy] as const] : []),
    ...(previousSecret !== null && previousSecret.expiresAt > now
      ? [['old secret', `counts until ${timeText(previousSecret.expiresAt)}`] as const]
      : []),
    ['created', timeText(createdAt)],
    ['changed', timeText(updatedAt)],
  ];
  return rows.map(([label, value]) => `${label.padEnd(12)}${value}`);
};

/** What a command would do and what it did. */
export interface Report {
  readonly service: string;
  readonly command: string;
  /** What it is about to do, one line each; none when there is nothing to do. */
  readonly effects: readonly string[];
  /** What it has done, in one line. */
  readonly done: string;
  readonly client: RegisteredClient;
  /** Printed this one time; `null` where none was made. */
  readonly secret: string | null;
}

/** Prints what was done, or with `--dry-run` what would have been. */
export function printReport(
  { service, command, effects, done, client, secret }: Report,
  { json = false, dryRun = false }: CommandOptions,
  { print, note }: Pick<Surroundings, 'print' | 'note'>,
): void {
  const made = dryRun ? null : secret;
  if (json) {
    const changed = !dryRun && effects.length > 0;
    const outcome = { service, command, ...(dryRun ? { dryRun } : {}), changed, effects };
    const clientSecret = made === null ? {} : { clientSecret: made };
    print(JSON.stringify({ ...outcome, client: clientJson(client), ...clientSecret }, null, 2));
    return;
  }
  if (dryRun) {
    for (const effect of effects) print(`would: ${effect}`);
    print('nothing was changed (--dry-run)');
    return;
  }
  print(done);
  if (made === null) return;
  print(`client_id      ${client.clientId}`);
  print(`client_secret  ${made}`);
  note('the secret is shown this once: only its hash is kept');
}

const isoTime = (millis: number | null): string | null =>
  millis === null ? null : new Date(millis).toISOString();

import {
  CLIENT_ID,
  type ClientGrant,
  type RefreshTokenPolicy,
} from '../../../functions/core/clients/client.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { printable } from '../printable.ts';

const GRANTS: readonly ClientGrant[] = ['client_credentials', 'password'];
const POLICIES: readonly RefreshTokenPolicy[] = ['recover', 'strict', 'reuse'];
const LONGEST_NAME = 256;
const CONTROL_CHARACTER = /\p{Cc}/u;

/** Longer than that, and a leaked secret lives on. */
const LONGEST_GRACE_MS = 30 * 86_400_000;

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** @throws CliError for an id that no client can have */
export function readClientId(id: string): string {
  if (CLIENT_ID.test(id)) return id;
  throw new CliError(
    `no client can be named "${printable(id.slice(0, 40))}": an id has 1 to 128 letters, digits and ._~-`,
    EXIT.usage,
  );
}

/** @throws CliError for a name that is empty, over-long, or has control characters */
export function readClientName(name: string): string {
  const length = Array.from(name).length;
  if (name.trim() !== '' && length <= LONGEST_NAME && !CONTROL_CHARACTER.test(name)) return name;
  throw new CliError(
    `a name has 1 to ${LONGEST_NAME} characters and no control characters`,
    EXIT.usage,
  );
}

/** @throws CliError for a grant that confidential clients are not registered for */
export const readGrants = (words: readonly string[]): readonly ClientGrant[] => [
  ...new Set(words.map((word) => oneOf('grant', word, GRANTS))),
];

/** @throws CliError for a policy that is none */
export const readPolicy = (word: string): RefreshTokenPolicy =>
  oneOf('refresh-token policy', word, POLICIES);

/**
 * @param text such as `24h`; units are s, m, h and d
 * @returns milliseconds
 * @throws CliError for anything else, and for more than 30 days
 */
export function readGrace(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const millis = text === '0' ? 0 : Number(number) * (UNIT_MS[unit] ?? Number.NaN);
  if (number !== '' || text === '0') {
    if (millis <= LONGEST_GRACE_MS) return millis;
  }
  throw new CliError(
    `the grace time must be 0, or such as 30m, 24h or 7d, and 30d at most; received ${printable(text.slice(0, 40))}`,
    EXIT.usage,
  );
}

function oneOf<Word extends string>(kind: string, word: string, words: readonly Word[]): Word {
  const found = words.find((candidate) => candidate === word);
  if (found !== undefined) return found;
  throw new CliError(
    `"${printable(word.slice(0, 40))}" is no ${kind}: there are ${words.join(', ')}`,
    EXIT.usage,
  );
}

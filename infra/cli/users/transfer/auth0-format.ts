import { encodeBase64 } from '../../../../functions/core/passwords/base64-parts.ts';
import { countOf, flagOf, objectOf, textOf, timeOf } from './field-values.ts';
import { jsonElements } from './json-elements.ts';
import { said } from './own-format.ts';
import { FieldError } from './source-file.ts';
import type { ImportFormat, SourceRecord } from './source-user.ts';

type Fields = SourceRecord['fields'];

/**
 * What Auth0's bulk import takes (an array), what its export gives (an object a line), and the file of
 * hashes that its support hands out (`passwordHash`). Who has no name of his own logs in with his
 * address, which becomes his name.
 */
export const AUTH0_FORMAT: ImportFormat = {
  title: "Auth0's users",
  columns: {
    username: 'username',
    email: 'email',
    fullName: 'name',
    passwordHash: 'custom_password_hash',
    createdAt: 'created_at',
  },
  read: (text) => jsonElements(text, null),
  toUser(fields) {
    const email = textOf(fields, 'email');
    const username = textOf(fields, 'username') ?? email;
    if (username === null) throw new FieldError('username', 'there is neither it nor an email');
    const parts = ['given_name', 'family_name'].flatMap((name) => textOf(fields, name) ?? []);
    return {
      username,
      email,
      fullName: textOf(fields, 'name') ?? (parts.length === 0 ? null : parts.join(' ')),
      passwordHash: hashOf(fields),
      ...said('disabled', flagOf(fields, 'blocked')),
      ...said('createdAt', timeOf(fields, 'created_at')),
    };
  },
};

const HASH = 'custom_password_hash';

/**
 * @returns the hash as a text of its own, or `null` when there is none
 * @throws FieldError for an algorithm that nobody should use any more, or one with parts of its own
 */
function hashOf(fields: Fields): string | null {
  const custom = objectOf(fields, HASH);
  const algorithm = textOf(custom, 'algorithm');
  if (algorithm === null) return textOf(fields, 'password_hash') ?? textOf(fields, 'passwordHash');
  const hash = objectOf(custom, 'hash');
  const value = textOf(hash, 'value');
  if (value === null) throw new FieldError(`${HASH}.hash.value`, 'it is empty');
  if (algorithm === 'scrypt') return scryptText(custom, hash, value);
  if (algorithm === 'bcrypt' || algorithm === 'argon2' || algorithm === 'pbkdf2') {
    // A salt beside it is mixed in by a rule of Auth0's.
    if (textOf(objectOf(custom, 'salt'), 'value') === null) return value;
    throw new FieldError(`${HASH}.salt`, `a salt of its own beside ${algorithm} is not supported`);
  }
  throw new FieldError(`${HASH}.algorithm`, 'this algorithm is not supported');
}

/** Auth0 has scrypt's parts beside one another; passlib has a text for them. */
function scryptText(custom: Fields, hash: Fields, value: string): string {
  const salt = objectOf(custom, 'salt');
  const cost = countOf(custom, 'cost') ?? 16_384;
  const logarithm = Math.log2(cost);
  if (!Number.isInteger(logarithm)) {
    throw new FieldError(`${HASH}.cost`, 'it is not a power of two');
  }
  const [r, p] = [countOf(custom, 'blockSize') ?? 8, countOf(custom, 'parallelization') ?? 1];
  const bytes = (part: Fields, text: string): string =>
    encodeBase64(Buffer.from(text, encodingOf(part)));
  const saltText = bytes(salt, textOf(salt, 'value') ?? '');
  return `$scrypt$ln=${logarithm},r=${r},p=${p}$${saltText}$${bytes(hash, value)}`;
}

function encodingOf(part: Fields): 'hex' | 'base64' | 'utf8' {
  const encoding = textOf(part, 'encoding') ?? 'utf8';
  if (encoding === 'hex' || encoding === 'base64' || encoding === 'utf8') return encoding;
  throw new FieldError(HASH, 'the encoding must be hex, base64 or utf8');
}

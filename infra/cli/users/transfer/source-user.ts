import type { User } from '../../../../functions/core/users/user.ts';

/**
 * A user as a file has him, before anything is checked. What is left out the file does not say; `null`
 * says that there is none.
 */
export interface SourceUser extends Partial<
  Omit<User, 'username' | 'email' | 'fullName' | 'passwordHash'>
> {
  readonly username: string;
  readonly email?: string | null;
  readonly fullName?: string | null;
  /** `null`: no password is set there. */
  readonly passwordHash?: string | null;
  /** What the file has of him and an import leaves out. */
  readonly leftOut?: readonly LeftOut[];
}

/** What no import brings along. */
export type LeftOut = 'groups' | 'privileges' | 'reserved_scopes' | 'other_entries';

/** One record of a file. */
export interface SourceRecord {
  /** Where it begins; the first line of a file is 1. */
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What a file's values are called in it, for messages. */
export type ColumnNames = Readonly<Partial<Record<keyof User, string>>> & {
  readonly username: string;
};

/** A format that users come in. */
export interface ImportFormat {
  /** For messages: `a Django dump (auth.user)`. */
  readonly title: string;
  readonly columns: ColumnNames;
  /**
   * Reads a file, a record at a time.
   *
   * @throws BrokenFile for a file that is cut off, or of another form
   */
  readonly read: (text: AsyncIterable<string>) => AsyncIterable<SourceRecord>;
  /**
   * @returns the user, or `null` for a record that is something else
   * @throws FieldError naming a value that is no good
   */
  readonly toUser: (fields: SourceRecord['fields']) => SourceUser | null;
}

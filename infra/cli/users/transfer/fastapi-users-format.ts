import { csvRecords } from './csv-records.ts';
import { flagOf, requiredText, textOf } from './field-values.ts';
import { said } from './own-format.ts';
import type { ImportFormat } from './source-user.ts';

/** The columns of FastAPI-users' table, as its SQLAlchemy model has them. */
export const FASTAPI_USERS_COLUMNS = [
  'id',
  'email',
  'hashed_password',
  'is_active',
  'is_superuser',
  'is_verified',
] as const;

/** FastAPI-users' table as CSV. Its users log in with their addresses, which become their names. */
export const FASTAPI_USERS_FORMAT: ImportFormat = {
  title: "FastAPI-users' table as CSV",
  columns: { username: 'email', email: 'email', passwordHash: 'hashed_password' },
  read: (text) =>
    csvRecords(text, {
      known: FASTAPI_USERS_COLUMNS,
      required: ['email', 'hashed_password', 'is_active'],
    }),
  toUser(fields) {
    const email = requiredText(fields, 'email');
    const isActive = flagOf(fields, 'is_active');
    return {
      username: email,
      email,
      passwordHash: textOf(fields, 'hashed_password'),
      ...said('disabled', isActive === null ? null : !isActive),
      leftOut: flagOf(fields, 'is_superuser') ? ['privileges'] : [],
    };
  },
};

import * as z from 'zod';
import { PASSWORD_GRANT, REFRESH_GRANT } from '../../../functions/http/token-requests.ts';
import { describedShape } from './operation.ts';

const neededBy = (grant: z.core.$ZodType): readonly string[] =>
  z.toJSONSchema(grant, { io: 'input' }).required ?? [];

function optional<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.object(shape as Shape & z.core.$ZodLooseShape).partial().shape;
}

/** How a client names itself in the body; in the `Authorization` header it can, too. */
export const CLIENT = {
  client_id: z.string().optional().meta({ description: 'The client; a default one without it.' }),
  client_secret: z.string().optional().meta({ description: 'Only of clients that have a secret.' }),
};

const REFRESH_FIELDS = {
  refresh_token: 'For `refresh_token`: the newest one.',
  scope: 'Scopes, separated by spaces; without it, all that the user holds.',
};

const PASSWORD_FIELDS = {
  username: 'For `password`: the user’s name.',
  password: 'For `password`: the user’s password.',
  scope: REFRESH_FIELDS.scope,
};

/** What makes a request whole, by grant; a password grant need not say its type. */
const NEEDED = { password: neededBy(PASSWORD_GRANT), refresh: neededBy(REFRESH_GRANT) };

/** What `POST /token` takes. */
export const ANY_GRANT = z
  .object({
    grant_type: z.enum(['password', 'refresh_token']).optional(),
    ...optional(describedShape(PASSWORD_GRANT, PASSWORD_FIELDS)),
    ...optional(describedShape(REFRESH_GRANT, REFRESH_FIELDS)),
    ...CLIENT,
  })
  .meta({
    id: 'TokenRequest',
    anyOf: [{ required: NEEDED.password }, { required: ['grant_type', ...NEEDED.refresh] }],
  });

/** What `POST /token` takes where nobody logs in with a password. */
export const WITHOUT_PASSWORDS = z
  .object({
    grant_type: z.enum(['refresh_token']),
    ...describedShape(REFRESH_GRANT, REFRESH_FIELDS),
    ...CLIENT,
  })
  .meta({ id: 'TokenRequestWithoutPassword' });

/** What `POST /refresh` takes. */
export const REFRESH_REQUEST = z
  .object({
    grant_type: z.literal('refresh_token').optional(),
    ...describedShape(REFRESH_GRANT, REFRESH_FIELDS),
    ...CLIENT,
  })
  .meta({ id: 'RefreshRequest' });

/** What both answer. */
export const TOKENS = z
  .object({
    access_token: z
      .string()
      .meta({ description: 'For `Authorization: Bearer`: a JWT (RFC 9068).' }),
    token_type: z.literal('Bearer'),
    expires_in: z.int().meta({ description: 'Seconds until the access token expires.' }),
    refresh_token: z.string().meta({ description: 'For the next refresh.' }),
    scope: z.string().meta({ description: 'What was granted, separated by spaces.' }),
  })
  .meta({ id: 'Tokens', description: 'RFC 6749 §5.1.' });

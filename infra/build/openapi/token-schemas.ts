import * as z from 'zod';
import {
  CLIENT_CREDENTIALS_GRANT,
  PASSWORD_GRANT,
  REFRESH_GRANT,
} from '../../../functions/http/token-requests.ts';
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
  scope: 'Scopes, separated by spaces; without it, all that are held.',
};

const PASSWORD_FIELDS = {
  username: 'For `password`: the user’s name.',
  password: 'For `password`: the user’s password.',
  scope: REFRESH_FIELDS.scope,
};

const MACHINE_FIELDS = { scope: REFRESH_FIELDS.scope };

/** What makes a request of one grant whole. A password grant need not say its type. */
const ofGrant = (type: string, grant: z.core.$ZodType) => ({
  properties: { grant_type: { const: type } },
  required: [...(type === 'password' ? [] : ['grant_type']), ...neededBy(grant)],
});

const OTHER_GRANTS = [
  ofGrant('refresh_token', REFRESH_GRANT),
  ofGrant('client_credentials', CLIENT_CREDENTIALS_GRANT),
];

/** What `POST /token` takes. */
export const ANY_GRANT = z
  .object({
    grant_type: z.enum(['password', 'refresh_token', 'client_credentials']).optional(),
    ...optional(describedShape(PASSWORD_GRANT, PASSWORD_FIELDS)),
    ...optional(describedShape(REFRESH_GRANT, REFRESH_FIELDS)),
    ...describedShape(CLIENT_CREDENTIALS_GRANT, MACHINE_FIELDS),
    ...CLIENT,
  })
  .meta({ id: 'TokenRequest', anyOf: [ofGrant('password', PASSWORD_GRANT), ...OTHER_GRANTS] });

/** What `POST /token` takes where nobody logs in with a password. */
export const WITHOUT_PASSWORDS = z
  .object({
    grant_type: z.enum(['refresh_token', 'client_credentials']),
    ...optional(describedShape(REFRESH_GRANT, REFRESH_FIELDS)),
    ...describedShape(CLIENT_CREDENTIALS_GRANT, MACHINE_FIELDS),
    ...CLIENT,
  })
  .meta({ id: 'TokenRequestWithoutPassword', anyOf: OTHER_GRANTS });

/** What `POST /refresh` takes. */
export const REFRESH_REQUEST = z
  .object({
    grant_type: z.literal('refresh_token').optional(),
    ...describedShape(REFRESH_GRANT, REFRESH_FIELDS),
    ...CLIENT,
  })
  .meta({ id: 'RefreshRequest' });

/** What the password and the refresh grant answer. */
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

/** What a machine gets: it asks again when the token has expired. */
export const MACHINE_TOKEN = TOKENS.omit({ refresh_token: true }).meta({
  id: 'MachineToken',
  description: 'RFC 6749 §4.4.3: without a refresh token.',
});

import * as z from 'zod';
import { INTROSPECTION_SCOPE } from '../../../functions/core/scopes.ts';
import { PRESENTED_TOKEN } from '../../../functions/http/presented-token.ts';
import {
  BEARER_REFUSALS,
  CLIENT_REFUSAL,
  empty,
  json,
  NO_SCOPE,
  NO_TOKEN,
  OAUTH_REFUSALS,
  refusal,
  unknownClient,
} from './answers.ts';
import { described, type DocumentedOperation } from './operation.ts';
import { SAMPLES } from './samples.ts';
import { CLIENT } from './token-schemas.ts';

const text = (description: string) => z.string().meta({ description });
const time = (description: string) => z.int().meta({ description: `${description}, in seconds.` });

const ACTIVE = z
  .object({
    active: z.literal(true),
    token_type: z.literal('Bearer'),
    iss: text('The service.'),
    sub: text('The user’s id, which never changes, or `client:<id>`.'),
    aud: z.union([z.string(), z.array(z.string())]),
    client_id: text('The client that the token was issued to.'),
    scope: text('What the token may do, separated by spaces.'),
    iat: time('When it was issued'),
    exp: time('When it expires'),
    jti: text('The token’s id.'),
    sid: text('The session.').optional(),
    username: text('The user’s name.').optional(),
    roles: z.array(z.string()).optional(),
    auth_time: time('When the user logged in').optional(),
  })
  .meta({ id: 'ActiveToken' });

const INACTIVE = z.object({ active: z.literal(false) }).meta({ id: 'InactiveToken' });

/** `/revoke` and `/introspect`. */
export const TOKEN_STATE_OPERATIONS: readonly DocumentedOperation[] = [
  {
    route: 'POST /revoke',
    operationId: 'revokeToken',
    tag: 'Tokens',
    summary: 'Log out',
    description: `Ends the session of a refresh or an access token, and with it all tokens of that login (RFC 7009). A token that is no good is no error. Parameters that are not listed are ignored.`,
    scopes: null,
    request: {
      'application/x-www-form-urlencoded': described(
        z.object({ ...PRESENTED_TOKEN.shape, token_type_hint: z.string().optional(), ...CLIENT }),
        'RevocationRequest',
        'RFC 7009 §2.1.',
        {
          token: 'A refresh or an access token.',
          token_type_hint: 'Ignored: a token shows what it is.',
          client_id: 'The client that the token was issued to.',
          client_secret: 'Only of clients that have a secret.',
        },
      ),
    },
    answers: { 200: empty('The session is over.'), ...OAUTH_REFUSALS, ...CLIENT_REFUSAL },
    examples: {
      refreshToken: {
        summary: 'Log out',
        body: { token: SAMPLES.refreshToken },
        status: 200,
      },
      noToken: {
        summary: 'No token',
        body: {},
        status: 400,
        answer: refusal('invalid_request', 'The parameter token is missing.'),
      },
      unknownClient: unknownClient({ token: SAMPLES.refreshToken }),
    },
  },
  {
    route: 'POST /introspect',
    operationId: 'introspectToken',
    tag: 'Tokens',
    summary: 'Ask about an access token',
    description: `Says whether an access token is good right now (RFC 7662). Of one that is not, whatever the reason, it says \`{"active": false}\` and nothing else. The caller’s own token must hold \`${INTROSPECTION_SCOPE}\`. Parameters that are not listed are ignored.`,
    scopes: [INTROSPECTION_SCOPE],
    request: {
      'application/x-www-form-urlencoded': described(
        z.object({ ...PRESENTED_TOKEN.shape, token_type_hint: z.string().optional() }),
        'IntrospectionRequest',
        'RFC 7662 §2.1.',
        {
          token: 'The access token in question.',
          token_type_hint: 'Ignored: a token shows what it is.',
        },
      ),
    },
    answers: {
      200: json('What the token is worth.', z.union([ACTIVE, INACTIVE])),
      ...OAUTH_REFUSALS,
      ...BEARER_REFUSALS,
    },
    examples: {
      active: {
        summary: 'A good token',
        body: { token: SAMPLES.accessToken },
        status: 200,
        answer: {
          active: true,
          token_type: 'Bearer',
          iss: 'https://auth.example.com',
          sub: SAMPLES.userId,
          aud: 'https://auth.example.com',
          client_id: 'default',
          scope: 'items:read',
          iat: 1_795_254_060,
          exp: 1_795_254_960,
          jti: '6s9qF0a1mVYb4uEo9RzAxw',
          sid: SAMPLES.sessionId,
          username: 'johndoe',
          roles: [],
          auth_time: 1_795_254_060,
        },
      },
      inactive: {
        summary: 'A token that is no good',
        body: { token: 'no-token-of-ours' },
        status: 200,
        answer: { active: false },
      },
      noToken: {
        summary: 'A request without a token',
        body: {},
        status: 400,
        answer: { error: 'invalid_request', error_description: 'The parameter token is missing.' },
      },
      anonymous: {
        summary: 'A caller without a token of its own',
        body: { token: SAMPLES.accessToken },
        caller: 'nobody',
        status: 401,
        answer: NO_TOKEN,
      },
      missingScope: {
        summary: 'A caller that may not ask',
        body: { token: SAMPLES.accessToken },
        caller: 'somebody without scopes',
        status: 403,
        answer: NO_SCOPE,
      },
    },
  },
];

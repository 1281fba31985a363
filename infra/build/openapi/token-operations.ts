import * as z from 'zod';
import { CLIENT_REFUSAL, json, OAUTH_REFUSALS, refusal, unknownClient } from './answers.ts';
import type { DocumentedOperation } from './operation.ts';
import { DEMO, MACHINE, SAMPLES } from './samples.ts';
import {
  ANY_GRANT,
  MACHINE_TOKEN,
  REFRESH_REQUEST,
  TOKENS,
  WITHOUT_PASSWORDS,
} from './token-schemas.ts';

const GRANTED = {
  access_token: SAMPLES.accessToken,
  token_type: 'Bearer',
  expires_in: 900,
  refresh_token: SAMPLES.refreshToken,
  scope: 'items:read',
};

const { refresh_token: _, ...MACHINE_GRANTED } = GRANTED;

const FORM = 'application/x-www-form-urlencoded';
const IGNORED = 'Parameters that are not listed are ignored (RFC 6749 §3.2).';

const WRONG_GRANT = 'The refresh token is invalid, expired or revoked.';

const PASSWORD_EXAMPLES: DocumentedOperation['examples'] = {
  password: {
    summary: 'Log in with name and password',
    body: { grant_type: 'password', ...DEMO },
    status: 200,
    answer: GRANTED,
  },
  wrongPassword: {
    summary: 'A wrong password, or an unknown name',
    body: { grant_type: 'password', username: DEMO.username, password: 'guess' },
    status: 400,
    answer: refusal('invalid_grant', 'The username or password is wrong.'),
  },
};

/** `/token` and `/refresh`. */
export const tokenOperations = ({
  passwordGrant,
}: {
  readonly passwordGrant: boolean;
}): readonly DocumentedOperation[] => [
  {
    route: 'POST /token',
    operationId: 'createToken',
    tag: 'Tokens',
    summary: passwordGrant ? 'Log in, or refresh' : 'Refresh',
    description: `The token endpoint of OAuth 2 (RFC 6749 §3.2). A client that has a secret authenticates, by \`Authorization: Basic\` or in the body. ${IGNORED}`,
    scopes: null,
    request: { [FORM]: passwordGrant ? ANY_GRANT : WITHOUT_PASSWORDS },
    answers: {
      200: json('Tokens.', z.union([TOKENS, MACHINE_TOKEN])),
      ...OAUTH_REFUSALS,
      ...CLIENT_REFUSAL,
    },
    examples: {
      ...(passwordGrant ? PASSWORD_EXAMPLES : {}),
      refresh: {
        summary: 'Refresh',
        body: { grant_type: 'refresh_token', refresh_token: SAMPLES.refreshToken },
        status: 200,
        answer: GRANTED,
      },
      machine: {
        summary: 'A machine’s own token',
        body: { grant_type: 'client_credentials', ...MACHINE },
        status: 200,
        answer: MACHINE_GRANTED,
      },
      unknownClient: unknownClient({
        grant_type: 'refresh_token',
        refresh_token: SAMPLES.refreshToken,
      }),
    },
  },
  {
    route: 'POST /refresh',
    operationId: 'refreshToken',
    tag: 'Tokens',
    summary: 'Refresh, by a function of its own',
    description: `The refresh grant alone (RFC 6749 §6): a fresh access token, and the refresh token for the next time. A superseded refresh token still answers for some seconds, so that retries and parallel tabs are fine. ${IGNORED}`,
    scopes: null,
    request: { [FORM]: REFRESH_REQUEST, 'application/json': REFRESH_REQUEST },
    answers: { 200: json('Tokens.', TOKENS), ...OAUTH_REFUSALS, ...CLIENT_REFUSAL },
    examples: {
      refresh: {
        summary: 'Refresh',
        body: { refresh_token: SAMPLES.refreshToken },
        status: 200,
        answer: GRANTED,
      },
      badToken: {
        summary: 'A refresh token that is no good',
        body: { refresh_token: 'no-token-of-ours' },
        status: 400,
        answer: refusal('invalid_grant', WRONG_GRANT),
      },
      unknownClient: unknownClient({
        grant_type: 'refresh_token',
        refresh_token: SAMPLES.refreshToken,
      }),
    },
  },
];

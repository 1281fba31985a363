import * as z from 'zod';
import type { OAuthErrorCode } from '../../../functions/core/oauth-error.ts';
import type { DocumentedAnswer, DocumentedExample } from './operation.ts';

const OAUTH_CODES = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'unsupported_token_type',
  'temporarily_unavailable',
  'server_error',
  // RFC 6750 §3.1: what the gateway says of a token.
  'invalid_token',
  'insufficient_scope',
] as const satisfies readonly (OAuthErrorCode | 'invalid_token' | 'insufficient_scope')[];

const OAUTH_ERROR = z
  .object({
    error: z.enum(OAUTH_CODES).meta({ description: 'What went wrong, for programs.' }),
    error_description: z.string().meta({ description: 'What went wrong, for people.' }),
  })
  .meta({ id: 'OAuthError', description: 'An error of RFC 6749 §5.2 or RFC 6750 §3.1.' });

const PROBLEM = z
  .object({
    type: z.literal('about:blank'),
    title: z.string().meta({ description: 'The status in words.' }),
    status: z.int().meta({ description: 'The HTTP status.' }),
    detail: z.string().meta({ description: 'What went wrong, for people.' }),
    code: z.string().optional().meta({ description: 'What went wrong, for programs.' }),
  })
  .meta({ id: 'Problem', description: 'Problem details (RFC 9457).' });

/** What the gateway says by itself, without asking a function. */
const GATEWAY_MESSAGE = z
  .object({ message: z.string() })
  .meta({ id: 'GatewayMessage', description: 'An answer of the gateway alone.' });

const answer = (description: string, content: DocumentedAnswer['content']): DocumentedAnswer => ({
  description,
  content,
});

const OAUTH = { 'application/json': OAUTH_ERROR };
const PROBLEM_DETAILS = { 'application/problem+json': PROBLEM };

/** @returns an answer with a JSON body */
export const json = (description: string, schema: z.core.$ZodType): DocumentedAnswer =>
  answer(description, { 'application/json': schema });

/** An answer whose status says it all. */
export const empty = (description: string): DocumentedAnswer => answer(description, {});

/** What every endpoint of OAuth can answer besides what it is for (RFC 6749 §5.2). */
export const OAUTH_REFUSALS: Readonly<Record<number, DocumentedAnswer>> = {
  400: answer('The request is wrong; `error` says how.', OAUTH),
  413: answer('The body has more than 16 KiB.', OAUTH),
  415: answer('The content type is none that is read here.', OAUTH),
  429: answer('Too many requests: try again after `Retry-After` seconds.', OAUTH),
  500: answer('The service failed.', {
    'application/json': z.union([OAUTH_ERROR, GATEWAY_MESSAGE]),
  }),
  503: answer('Not now: try again after `Retry-After` seconds.', OAUTH),
};

/** A client that authenticates, and fails to. */
export const CLIENT_REFUSAL: Readonly<Record<number, DocumentedAnswer>> = {
  401: answer('The client is unknown or its credentials are wrong.', OAUTH),
};

/** What a route that wants a token answers to a caller whose token won't do (RFC 6750 §3). */
export const BEARER_REFUSALS: Readonly<Record<number, DocumentedAnswer>> = {
  401: answer('There is no token, or it is invalid, expired or revoked.', {
    ...OAUTH,
    ...PROBLEM_DETAILS,
  }),
  403: answer('The token lacks a scope, or speaks for no user.', { ...OAUTH, ...PROBLEM_DETAILS }),
  429: answer('Too many requests: try again after `Retry-After` seconds.', OAUTH),
  500: answer('The service failed.', {
    'application/json': GATEWAY_MESSAGE,
    ...PROBLEM_DETAILS,
  }),
  503: answer('Not now: try again after `Retry-After` seconds.', PROBLEM_DETAILS),
};

/** What a route for anybody answers when it can't do better. */
export const PUBLIC_REFUSALS: Readonly<Record<number, DocumentedAnswer>> = {
  429: answer('Too many requests: try again after `Retry-After` seconds.', OAUTH),
  500: BEARER_REFUSALS[500] as DocumentedAnswer,
  503: BEARER_REFUSALS[503] as DocumentedAnswer,
};

/** @returns a refusal in problem details */
export const problem = (description: string): DocumentedAnswer =>
  answer(description, PROBLEM_DETAILS);

/** @returns the body of a refusal in problem details */
export const problemBody = (status: number, title: string, detail: string, code?: string) => ({
  type: 'about:blank',
  title,
  status,
  detail,
  ...(code !== undefined && { code }),
});

/** A client's own token at a route that is about the caller. */
export const A_MACHINE: DocumentedExample = {
  summary: 'A machine’s token',
  caller: 'a machine',
  status: 403,
  answer: problemBody(403, 'Forbidden', 'The token speaks for no user.'),
};

/** The gateway's answer to a caller without a token, or with a bad one. */
export const NO_TOKEN = {
  error: 'invalid_token',
  error_description: 'a valid access token is needed',
} as const;

/** The gateway's answer to a caller whose token lacks a scope. */
export const NO_SCOPE = {
  error: 'insufficient_scope',
  error_description: 'the access token lacks a needed scope',
} as const;

/** @returns the body of an error of RFC 6749 §5.2 */
export const refusal = (error: string, error_description: string) => ({ error, error_description });

/** @returns the example of a client that a service doesn't know, of a request that is fine otherwise */
export const unknownClient = (body: NonNullable<DocumentedExample['body']>): DocumentedExample => ({
  summary: 'A client that nobody registered',
  body: { ...body, client_id: 'stranger' },
  status: 401,
  answer: refusal('invalid_client', 'The client is unknown or its credentials are wrong.'),
});

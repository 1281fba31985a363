import * as z from 'zod';
import {
  A_MACHINE,
  BEARER_REFUSALS,
  empty,
  json,
  NO_TOKEN,
  problem,
  problemBody,
} from './answers.ts';
import type { DocumentedExample, DocumentedOperation } from './operation.ts';
import { SAMPLES } from './samples.ts';

const time = z.iso.datetime();

/** What the sessions of one user look like. */
export const SESSIONS = z
  .object({
    sessions: z.array(
      z
        .object({
          id: z.string(),
          client_id: z.string(),
          device: z.string().meta({ description: 'What its user agent says of itself.' }),
          address: z.string().meta({ description: 'The address that it logged in from.' }),
          created_at: time.meta({ description: 'When it logged in.' }),
          last_used_at: time.meta({ description: 'When it refreshed last.' }),
          current: z.boolean().meta({ description: 'Whether it is the one that asks.' }),
        })
        .meta({ id: 'Session' }),
    ),
  })
  .meta({ id: 'Sessions' });

/** One that goes on. */
export const SESSION_SAMPLE = {
  id: SAMPLES.sessionId,
  client_id: 'default',
  device: 'Mozilla/5.0',
  address: '192.0.2.7',
  created_at: SAMPLES.time,
  last_used_at: SAMPLES.time,
  current: true,
} as const;

const anonymous: DocumentedExample = {
  summary: 'A caller without a token',
  caller: 'nobody',
  status: 401,
  answer: NO_TOKEN,
};

/** The routes under `/users/me/sessions`. */
export const SESSION_OPERATIONS: readonly DocumentedOperation[] = [
  {
    route: 'GET /users/me/sessions',
    operationId: 'listSessions',
    tag: 'Sessions',
    summary: 'Where am I logged in?',
    description: 'The caller’s sessions: one for each login that goes on.',
    scopes: [],
    answers: { 200: json('The caller’s sessions.', SESSIONS), ...BEARER_REFUSALS },
    examples: {
      sessions: {
        summary: 'One device',
        status: 200,
        answer: { sessions: [SESSION_SAMPLE] },
      },
      anonymous,
      machine: A_MACHINE,
    },
  },
  {
    route: 'DELETE /users/me/sessions',
    operationId: 'endAllSessions',
    tag: 'Sessions',
    summary: 'Log out everywhere',
    description: 'Ends all sessions of the caller, this one too.',
    scopes: [],
    answers: {
      204: empty('The caller is logged out everywhere.'),
      ...BEARER_REFUSALS,
      503: problem('The user is being changed by somebody else: try again.'),
    },
    examples: {
      everywhere: { summary: 'Log out everywhere', status: 204 },
      anonymous,
      machine: A_MACHINE,
    },
  },
  {
    route: 'DELETE /users/me/sessions/{id}',
    operationId: 'endSession',
    tag: 'Sessions',
    summary: 'Log one device out',
    description: 'Ends one session of the caller.',
    scopes: [],
    path: z.object({ id: z.string().meta({ description: 'The session’s `id` in the list.' }) }),
    answers: {
      204: empty('The session is over.'),
      ...BEARER_REFUSALS,
      404: problem('The caller has no such session.'),
    },
    examples: {
      one: { summary: 'Log one device out', path: { id: SAMPLES.sessionId }, status: 204 },
      unknown: {
        summary: 'A session that isn’t there',
        path: { id: 'AAAAAAAAAAAAAAAAAAAAAA' },
        status: 404,
        answer: problemBody(404, 'Not Found', 'You have no such session.'),
      },
      anonymous: { ...anonymous, path: { id: SAMPLES.sessionId } },
      machine: { ...A_MACHINE, path: { id: SAMPLES.sessionId } },
    },
  },
];

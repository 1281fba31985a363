import * as z from 'zod';
import { SAMPLES } from './samples.ts';

const time = z.iso.datetime();
const words = z.array(z.string());

/** What `GET /users/me/export` answers. */
export const OWN_RECORD = z
  .object({
    profile: z.object({
      id: z.string(),
      username: z.string(),
      email: z.string().nullable(),
      full_name: z.string().nullable(),
      disabled: z.boolean(),
      roles: words,
      scopes: words,
      scopes_with_roles: words,
      created_at: time,
      updated_at: time,
    }),
    password: z.object({ set: z.boolean(), changed_at: time, expired: z.boolean() }),
    sessions: z.array(
      z.object({
        id: z.string(),
        client_id: z.string(),
        scopes: words,
        device: z.string(),
        address: z.string(),
        created_at: time,
        expires_at: time,
        ended: z.boolean(),
        ended_at: time.nullable(),
        ended_because: z.string().nullable(),
      }),
    ),
    login_sources: z
      .array(z.object({ network: z.string(), last_login_at: time }))
      .meta({ description: 'Networks that the user has logged in from within 30 days.' }),
  })
  .meta({ id: 'OwnRecord' });

/** A user with one session. */
export const OWN_RECORD_SAMPLE = {
  profile: {
    id: SAMPLES.userId,
    username: 'newcomer',
    email: 'jo@example.com',
    full_name: 'Jo Wanderer',
    disabled: false,
    roles: ['reader'],
    scopes: ['items:read'],
    scopes_with_roles: ['items:read'],
    created_at: SAMPLES.time,
    updated_at: SAMPLES.time,
  },
  password: { set: true, changed_at: SAMPLES.time, expired: false },
  sessions: [
    {
      id: SAMPLES.sessionId,
      client_id: 'default',
      scopes: ['items:read'],
      device: 'Mozilla/5.0',
      address: '192.0.2.7',
      created_at: SAMPLES.time,
      expires_at: SAMPLES.time,
      ended: false,
      ended_at: null,
      ended_because: null,
    },
  ],
  login_sources: [{ network: '192.0.2.0/24', last_login_at: SAMPLES.time }],
};

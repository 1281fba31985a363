import * as z from 'zod';
import { A_MACHINE, BEARER_REFUSALS, json, NO_SCOPE, NO_TOKEN } from './answers.ts';
import type { DocumentedOperation } from './operation.ts';

/** What a user sees of himself. */
export const PROFILE = z
  .object({
    username: z.string(),
    email: z.string().nullable(),
    full_name: z.string().nullable(),
    disabled: z.boolean(),
    scopes: z.array(z.string()).meta({ description: 'What the user holds, by roles too.' }),
    roles: z.array(z.string()),
  })
  .meta({ id: 'Profile' });

const ITEM = z.object({ item_id: z.string(), owner: z.string() }).meta({ id: 'Item' });

/** `/users/me`, and the demonstration of a route behind a scope. */
export const USER_OPERATIONS: readonly DocumentedOperation[] = [
  {
    route: 'GET /users/me',
    operationId: 'getProfile',
    tag: 'Users',
    summary: 'Who am I?',
    description: 'The profile of the user whose token it is.',
    scopes: [],
    answers: { 200: json('The caller’s profile.', PROFILE), ...BEARER_REFUSALS },
    examples: {
      profile: {
        summary: 'The tutorial’s user',
        status: 200,
        answer: {
          username: 'johndoe',
          email: 'johndoe@example.com',
          full_name: 'John Doe',
          disabled: false,
          scopes: ['items:read'],
          roles: [],
        },
      },
      anonymous: {
        summary: 'A caller without a token',
        caller: 'nobody',
        status: 401,
        answer: NO_TOKEN,
      },
      machine: A_MACHINE,
    },
  },
  {
    route: 'GET /users/me/items',
    operationId: 'listItems',
    tag: 'Users',
    summary: 'My items',
    description: 'A demonstration of a route behind a scope, `items:read`.',
    scopes: ['items:read'],
    answers: { 200: json('The caller’s items.', z.array(ITEM)), ...BEARER_REFUSALS },
    examples: {
      items: {
        summary: 'The tutorial’s items',
        status: 200,
        answer: [{ item_id: 'Foo', owner: 'johndoe' }],
      },
      anonymous: {
        summary: 'A caller without a token',
        caller: 'nobody',
        status: 401,
        answer: NO_TOKEN,
      },
      missingScope: {
        summary: 'A token without the scope',
        caller: 'somebody without scopes',
        status: 403,
        answer: NO_SCOPE,
      },
    },
  },
];

import { composeUsers } from '../runtime/compose-users.ts';
import { createUsersHandler } from './users-handler.ts';

export const handler = createUsersHandler(composeUsers(process.env));

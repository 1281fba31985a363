import { composeUserSessions } from '../runtime/compose-user-sessions.ts';
import { createSessionsHandler } from './sessions-handler.ts';

export const handler = createSessionsHandler(composeUserSessions(process.env));

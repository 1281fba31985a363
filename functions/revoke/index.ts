import { composeRevoke } from '../runtime/compose-revoke.ts';
import { createRevokeHandler } from './revoke-handler.ts';

export const handler = createRevokeHandler(composeRevoke(process.env));

import { composeAdmin } from '../runtime/compose-admin.ts';
import { createAdminHandler } from './admin-handler.ts';

export const handler = createAdminHandler(composeAdmin(process.env));

import { composeAccount } from '../runtime/compose-account.ts';
import { createAccountHandler } from './account-handler.ts';

export const handler = createAccountHandler(composeAccount(process.env));

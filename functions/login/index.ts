import { composeLogin } from '../runtime/compose-login.ts';
import { createLoginHandler } from './login-handler.ts';

export const handler = createLoginHandler(composeLogin(process.env));

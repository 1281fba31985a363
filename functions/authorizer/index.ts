import { composeAuthorizer } from '../runtime/compose-authorizer.ts';
import { createAuthorizerHandler } from './authorizer-handler.ts';

export const handler = createAuthorizerHandler(composeAuthorizer(process.env));

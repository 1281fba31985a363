import { ACCOUNT_OPERATIONS } from './account-operations.ts';
import { ADMIN_OPERATIONS } from './admin-operations.ts';
import { DISCOVERY_OPERATIONS } from './discovery-operations.ts';
import type { DocumentedOperation } from './operation.ts';
import { SESSION_OPERATIONS } from './session-operations.ts';
import { tokenOperations } from './token-operations.ts';
import { TOKEN_STATE_OPERATIONS } from './token-state-operations.ts';
import { USER_OPERATIONS } from './user-operations.ts';

/**
 * Every operation that a service can have, in the order of the document. A new route of a function
 * goes into the file of its area, or into one of its own that is named here.
 */
export const operationsOf = (options: {
  readonly passwordGrant: boolean;
}): readonly DocumentedOperation[] => [
  ...tokenOperations(options),
  ...TOKEN_STATE_OPERATIONS,
  ...USER_OPERATIONS,
  ...SESSION_OPERATIONS,
  ...ACCOUNT_OPERATIONS,
  ...ADMIN_OPERATIONS,
  ...DISCOVERY_OPERATIONS,
];

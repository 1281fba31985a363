/** `import { requireScopes } from 'latchkey/middleware'`: for the handlers behind the authorizer. */
export type { Auth, Authorized, ProxyEvent, Refusal } from './authorized-event.ts';
export type { Guard } from './guard.ts';
export { requireRoles, requireScopes } from './require-token.ts';

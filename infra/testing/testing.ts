/** `import { createTestIssuer } from 'latchkey/testing'`: see docs/testing.md. */
export type { TestEvent, TestRequest } from './api-gateway-event.ts';
export type { BadTokens } from './bad-tokens.ts';
export type { TestCaller, TestMachine, TestUser } from './test-token.ts';
export {
  createTestIssuer,
  type TestIssuer,
  type TestIssuerOptions,
  type TestJwk,
} from './test-issuer.ts';

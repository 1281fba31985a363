/** `import { TokenService } from 'latchkey'`: see docs/guard-your-api.md. */
export type { AuthFunction } from './constructs/auth-function.ts';
export type { ProtectOptions } from './constructs/protected-routes.ts';
export type { SigningKeys } from './constructs/signing-keys.ts';
export type {
  RefreshTokenPolicy,
  SessionCheck,
  SigningAlgorithm,
  TokenProps,
} from './constructs/token-props.ts';
export { TokenService } from './constructs/token-service.ts';
export type { TokenServiceProps } from './constructs/token-service-props.ts';

import { App } from 'aws-cdk-lib';
import { AuthServiceStack } from '../../infra/aws/auth-service-stack.ts';

/** The stack as somebody has it who lets people sign up. Synthesized by `registering-service.ts`. */
export const stack = new AuthServiceStack(new App(), 'LatchkeyStack', {
  selfRegistration: true,
  selfRegistrationScopes: ['items:read'],
  corsAllowedOrigins: ['*'],
});

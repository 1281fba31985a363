import { App } from 'aws-cdk-lib';
import { AuthServiceStack } from './auth-service-stack.ts';

const app = new App();
export const stack = new AuthServiceStack(app, 'LatchkeyStack');

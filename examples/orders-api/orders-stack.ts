import { join } from 'node:path';
import { CfnOutput, Stack } from 'aws-cdk-lib';
import { LambdaIntegration, MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import { TokenService } from 'latchkey';

/** An API of orders that was there before, and the token service that guards it now. */
export class OrdersStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const api = new RestApi(this, 'OrdersApi', { cloudWatchRole: false });
    const orders = api.root.addResource('orders');
    const order = orders.addResource('{id}');

    const tokens = new TokenService(this, 'Tokens', {
      scopesSupported: ['orders:read', 'orders:write'],
      roles: { manager: ['orders:read', 'orders:write'] },
    });
    tokens.protect(orders.addMethod('GET', this.handler('list')), { scopes: ['orders:read'] });
    tokens.protect(orders.addMethod('POST', this.handler('create')), { scopes: ['orders:write'] });
    tokens.protect(order.addMethod('DELETE', this.handler('cancel')), {
      scopes: ['orders:write'],
      roles: ['manager'],
    });
    const health = new MockIntegration({
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
      integrationResponses: [{ statusCode: '200' }],
    });
    tokens.declarePublic(
      api.root.addResource('health').addMethod('GET', health, {
        methodResponses: [{ statusCode: '200' }],
      }),
    );

    new CfnOutput(this, 'OrdersUrl', { value: `${api.url}orders` });
    new CfnOutput(this, 'TokenUrl', { value: `${tokens.url}/token` });
  }

  /** A function for one of the handlers in functions/orders.ts, by its name there. */
  private handler(name: string): LambdaIntegration {
    return new LambdaIntegration(
      new NodejsFunction(this, `${name}Function`, {
        entry: join(import.meta.dirname, 'functions/orders.ts'),
        handler: name,
        runtime: Runtime.NODEJS_24_X,
      }),
      { allowTestInvoke: false },
    );
  }
}

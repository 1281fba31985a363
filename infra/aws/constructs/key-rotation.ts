import { type CustomResource, Stack } from 'aws-cdk-lib';
import { CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnRotationSchedule, type CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/** What is rotated, by whom and how often. */
export interface KeyRotationProps {
  readonly secrets: readonly CfnSecret[];
  readonly rotationFunction: IFunction;
  /** In seconds; whole days. */
  readonly interval: number;
  /** What makes the first keys: Secrets Manager tries a new schedule out at once. */
  readonly firstKeys: CustomResource;
}

const DAY = 86_400;

/**
 * Lets Secrets Manager rotate secrets by one function. A deploy rotates nothing: it would retire keys
 * whenever a template changes.
 */
export class KeyRotation extends Construct {
  constructor(scope: Construct, id: string, props: KeyRotationProps) {
    super(scope, id);
    const permission = new CfnPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      functionName: props.rotationFunction.functionArn,
      principal: 'secretsmanager.amazonaws.com',
      // Else another account's Secrets Manager could call it, too (the confused deputy).
      sourceAccount: Stack.of(this).account,
    });
    for (const secret of props.secrets) {
      const schedule = new CfnRotationSchedule(this, secret.node.id, {
        secretId: secret.ref,
        rotationLambdaArn: props.rotationFunction.functionArn,
        rotationRules: { automaticallyAfterDays: props.interval / DAY },
        rotateImmediatelyOnUpdate: false,
      });
      schedule.node.addDependency(props.firstKeys, permission);
    }
  }
}

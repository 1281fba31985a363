import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** What the functions of one service have in common. */
export interface FunctionHouse {
  /** The folder with one built bundle a function. */
  readonly functionBundles: string;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/** What one function has for itself. */
export interface AuthFunctionProps {
  /** The bundle's folder in `functionBundles`. */
  readonly bundle: string;
  readonly description: string;
  /** In MB. */
  readonly memorySize: number;
  /** In seconds. */
  readonly timeout: number;
  readonly environment: Readonly<Record<string, string>>;
  /** @default none reserved */
  readonly reservedConcurrency?: number | undefined;
}

/**
 * A Lambda function on a prebuilt bundle: Node 24 on arm64, a log group of its own, and a role that
 * can write to that log group and its traces, and do nothing else until `allow` says so.
 *
 * @throws Error when the bundle hasn't been built
 */
export class AuthFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, house: FunctionHouse, props: AuthFunctionProps) {
    const folder = join(house.functionBundles, props.bundle);
    if (!existsSync(join(folder, 'index.js'))) {
      throw new Error(`the ${props.bundle} function has no bundle in ${folder}: run npm run build`);
    }
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: house.logRetention,
      removalPolicy: house.removalPolicy,
    });
    // A role of our own, since the default one may write to every log group of the account.
    const role = new Role(scope, `${id}Role`, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Permissions of: ${props.description}`,
    });
    super(scope, id, {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(folder),
      memorySize: props.memorySize,
      timeout: Duration.seconds(props.timeout),
      environment: props.environment,
      // Lambda records the invocations by itself: the functions carry no X-Ray SDK.
      tracing: Tracing.ACTIVE,
      logGroup,
      role,
      ...(props.reservedConcurrency === undefined
        ? {}
        : { reservedConcurrentExecutions: props.reservedConcurrency }),
    });
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);
    const traces = 'Writing traces (xray:PutTraceSegments) can not be limited to a resource.';
    acknowledge(role, 'IAM5[Resource::*]', traces);
  }

  /**
   * Lets the function call these actions on these resources.
   *
   * @param conditions IAM conditions of the statement
   */
  allow(
    actions: readonly string[],
    resources: readonly string[],
    conditions: Readonly<Record<string, unknown>> = {},
  ): void {
    const statement = { actions: [...actions], resources: [...resources], conditions };
    this.addToRolePolicy(new PolicyStatement(statement));
  }

  /** Lets the function use a customer's key for what it may do with data under that key. */
  allowKey(key: IKey | undefined, use: 'read' | 'write'): void {
    const actions = use === 'read' ? ['kms:Decrypt'] : ['kms:Decrypt', 'kms:GenerateDataKey'];
    key?.grant(this, ...actions);
  }
}

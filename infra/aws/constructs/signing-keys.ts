import { CustomResource, Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { AuthFunction, type FunctionHouse } from './auth-function.ts';
import { KeyRotation } from './key-rotation.ts';

/** How the keys are made and kept. Times are seconds. */
export interface SigningKeysProps extends FunctionHouse {
  readonly signingAlgorithm: string;
  readonly accessTokenTtl: number;
  readonly refreshTokenAbsoluteTtl: number;
  readonly keyRotationInterval: number;
  readonly metricsNamespace: string;
  readonly memorySize: number;
  readonly encryptionKey: IKey | undefined;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * The three secrets, apart by who may read them: the signing keys, the refresh tokens' MAC keys and
 * the public key set; and the function that alone may write them.
 *
 * The secrets are created empty. The first keys are made during the deploy by a custom resource whose
 * service token is that function, so that a finished deploy always works.
 */
export class SigningKeys extends Construct {
  readonly signingKeysSecret: CfnSecret;
  readonly refreshTokenKeysSecret: CfnSecret;
  readonly keySetSecret: CfnSecret;
  readonly keysFunction: AuthFunction;
  /** What must exist before a token can be issued. */
  readonly firstKeys: CustomResource;
  /** The schedules by which the keys are turned over. */
  readonly rotation: KeyRotation;

  private readonly encryptionKey: IKey | undefined;

  constructor(scope: Construct, id: string, props: SigningKeysProps) {
    super(scope, id);
    this.encryptionKey = props.encryptionKey;
    this.signingKeysSecret = this.emptySecret('SigningKeys', 'signing keys, private', props);
    this.refreshTokenKeysSecret = this.emptySecret(
      'RefreshTokenKeys',
      'refresh-token MAC keys',
      props,
    );
    this.keySetSecret = this.emptySecret('KeySet', 'public key set, the trust root', props);
    this.keysFunction = new AuthFunction(this, 'Function', props, {
      bundle: 'keys',
      description: 'Makes and rotates the keys',
      memorySize: props.memorySize,
      // A deploy waits two minutes at most, and so does an operator who ends a key.
      timeout: 120,
      environment: {
        SIGNING_KEYS_SECRET_ARN: this.signingKeysSecret.ref,
        REFRESH_TOKEN_KEYS_SECRET_ARN: this.refreshTokenKeysSecret.ref,
        KEY_SET_SECRET_ARN: this.keySetSecret.ref,
        METRICS_NAMESPACE: props.metricsNamespace,
        SIGNING_ALGORITHM: props.signingAlgorithm,
        ACCESS_TOKEN_TTL_SECONDS: String(props.accessTokenTtl),
        REFRESH_TOKEN_ABSOLUTE_TTL_SECONDS: String(props.refreshTokenAbsoluteTtl),
      },
    });
    this.keysFunction.allow(
      [
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
        'secretsmanager:UpdateSecretVersionStage',
      ],
      [this.signingKeysSecret.ref, this.refreshTokenKeysSecret.ref, this.keySetSecret.ref],
    );
    this.keysFunction.allowKey(props.encryptionKey, 'write');
    this.firstKeys = new CustomResource(this, 'FirstKeys', {
      serviceToken: this.keysFunction.functionArn,
      resourceType: 'Custom::LatchkeyKeys',
      serviceTimeout: Duration.minutes(2),
      // The function reads them from its environment; a change of one makes CloudFormation ask it again.
      properties: {
        SigningAlgorithm: props.signingAlgorithm,
        AccessTokenTtlSeconds: String(props.accessTokenTtl),
        RefreshTokenAbsoluteTtlSeconds: String(props.refreshTokenAbsoluteTtl),
      },
    });
    this.rotation = new KeyRotation(this, 'Rotation', {
      secrets: [this.signingKeysSecret, this.refreshTokenKeysSecret],
      rotationFunction: this.keysFunction,
      interval: props.keyRotationInterval,
      firstKeys: this.firstKeys,
    });
    acknowledge(
      this.keySetSecret,
      'SMG4',
      'It has no rotation of its own: it changes whenever the signing keys do, and holds nothing secret.',
    );
  }

  /** Lets a function read what issues tokens: the signing keys and the MAC keys. */
  allowIssuing(issuer: AuthFunction): void {
    this.allowReading(issuer, [this.signingKeysSecret.ref, this.refreshTokenKeysSecret.ref]);
  }

  /** Lets a function read what verifies tokens: the public key set, and no private key. */
  allowVerifying(verifier: AuthFunction): void {
    this.allowReading(verifier, [this.keySetSecret.ref]);
  }

  /** Lets a function read what refresh tokens are judged by: the MAC keys, and no signing key. */
  allowVerifyingRefreshTokens(verifier: AuthFunction): void {
    this.allowReading(verifier, [this.refreshTokenKeysSecret.ref]);
  }

  private allowReading(reader: AuthFunction, secretArns: readonly string[]): void {
    reader.allow(['secretsmanager:GetSecretValue'], secretArns);
    reader.allowKey(this.encryptionKey, 'read');
  }

  private emptySecret(id: string, content: string, props: SigningKeysProps): CfnSecret {
    const secret = new CfnSecret(this, id, {
      description: `Latchkey: ${content}`,
      ...(props.encryptionKey && { kmsKeyId: props.encryptionKey.keyArn }),
    });
    secret.applyRemovalPolicy(props.removalPolicy);
    return secret;
  }
}

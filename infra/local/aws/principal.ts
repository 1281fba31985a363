import { randomBytes } from 'node:crypto';
import type { PolicyStatement } from '../iam/policy-statement.ts';

/** An access key, as the SDK takes it from the environment. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Who holds an access key, and what they may do. */
export interface Principal {
  readonly key: AccessKey;
  /** For messages: the function's logical id. */
  readonly name: string;
  /** `arn:aws:sts::…:assumed-role/<role>/<function>` */
  readonly arn: string;
  /** The role's ARN, which is `aws:PrincipalArn`. */
  readonly roleArn: string;
  /** `null`: the local edition itself, which may do anything. */
  readonly statements: readonly PolicyStatement[] | null;
}

/** @returns a new access key; it lasts as long as this start */
export const newAccessKey = (): AccessKey => ({
  accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
  secretAccessKey: randomBytes(30).toString('base64'),
  sessionToken: randomBytes(30).toString('base64url'),
});

/** @returns the local edition itself, which may do anything as long as this start lasts */
export const newAdministrator = (): Principal => ({
  key: { ...newAccessKey(), sessionToken: randomBytes(8).toString('hex') },
  name: 'the local edition',
  arn: 'arn:aws:iam::000000000000:root',
  roleArn: 'arn:aws:iam::000000000000:root',
  statements: null,
});

import type { RemovalPolicy } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { DocsProps } from './docs-props.ts';
import type { MonitoringProps } from './monitoring-props.ts';
import type { TokenProps } from './token-props.ts';
import type { UserProps } from './user-props.ts';

/**
 * Settings of a `TokenService`, those of `TokenProps`, `UserProps`, `MonitoringProps` and `DocsProps`
 * among them. All of them can be left out.
 */
export interface TokenServiceProps extends TokenProps, UserProps, MonitoringProps, DocsProps {
  /**
   * A custom domain name for the API; it is then the issuer, too. Needs `certificate`. The DNS record
   * that points to it (`service.api.domainName`) is yours to make.
   *
   * @default no custom domain
   */
  readonly domainName?: string;

  /**
   * The certificate of `domainName`, in the stack's region.
   *
   * @default no custom domain
   */
  readonly certificate?: ICertificate;

  /**
   * The name of the API's stage, which is part of its execute-api URL.
   *
   * @default 'v1'
   */
  readonly stageName?: string;

  /**
   * What `WWW-Authenticate: Bearer realm="…"` says.
   *
   * @default 'latchkey'
   */
  readonly realm?: string;

  /**
   * Memory of the login function, in MB. 1769 is one vCPU: hashing costs the same money and ends
   * sooner.
   *
   * @default 1769
   */
  readonly loginMemorySize?: number;

  /**
   * Memory of the refresh function, in MB.
   *
   * @default 512
   */
  readonly refreshMemorySize?: number;

  /**
   * Memory of the authorizer, in MB.
   *
   * @default 512
   */
  readonly authorizerMemorySize?: number;

  /**
   * Memory of the functions that have no setting of their own, in MB.
   *
   * @default 256
   */
  readonly memorySize?: number;

  /**
   * Concurrent executions kept for login alone. Small accounts refuse any.
   *
   * @default none reserved
   */
  readonly loginReservedConcurrency?: number;

  /**
   * Concurrent executions kept for refresh alone.
   *
   * @default none reserved
   */
  readonly refreshReservedConcurrency?: number;

  /**
   * Concurrent executions kept for the authorizer alone.
   *
   * @default none reserved
   */
  readonly authorizerReservedConcurrency?: number;

  /**
   * Requests a second that `POST /token` takes before it answers 429.
   *
   * @default 100
   */
  readonly tokenRateLimit?: number;

  /**
   * Requests that `POST /token` takes at once.
   *
   * @default 200
   */
  readonly tokenBurstLimit?: number;

  /**
   * Requests a second that `POST /refresh`, and `POST /revoke`, take before they answer 429.
   *
   * @default 500
   */
  readonly refreshRateLimit?: number;

  /**
   * Requests that `POST /refresh`, and `POST /revoke`, take at once.
   *
   * @default 1000
   */
  readonly refreshBurstLimit?: number;

  /**
   * Origins whose pages may call the API (`https://app.example.com`, or `*` for all).
   *
   * @default [] no cross-origin calls
   */
  readonly corsAllowedOrigins?: readonly string[];

  /**
   * A users table of your own: partition key `pk`, a string.
   *
   * @default a new table
   */
  readonly usersTable?: ITable;

  /**
   * A refresh-token table of your own: partition key `pk` and sort key `sk`, strings; TTL attribute
   * `ttl`.
   *
   * @default a new table
   */
  readonly refreshTokensTable?: ITable;

  /**
   * The key that encrypts the new tables and the three secrets.
   *
   * @default the keys that AWS owns or manages
   */
  readonly encryptionKey?: IKey;

  /**
   * What becomes of tables, secrets and logs when the stack goes. `DESTROY` also switches the tables'
   * deletion protection off.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The folder with one built bundle a function.
   *
   * @default the bundles that `npm run build` makes
   */
  readonly functionBundles?: string;
}

/** The two services that verifiers call. */
export type AwsService = 'secretsmanager' | 'dynamodb';

/** Where a process finds region, endpoints and credentials; usually `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a request is signed with. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const ENDPOINT_VARIABLES: Readonly<Record<AwsService, string>> = {
  secretsmanager: 'AWS_ENDPOINT_URL_SECRETS_MANAGER',
  dynamodb: 'AWS_ENDPOINT_URL_DYNAMODB',
};

/**
 * @returns the region of a process
 * @throws Error when it has none
 */
export function regionOf(environment: Environment): string {
  const region = environment['AWS_REGION'];
  if (!region) throw new Error('AWS_REGION is not set');
  return region;
}

/**
 * @returns where a service listens: the variable that the AWS SDKs read too, else the region's own
 *   endpoint
 * @throws Error when the variable is no http or https URL
 */
export function endpointOf(service: AwsService, environment: Environment): URL {
  const variable = ENDPOINT_VARIABLES[service];
  const configured = environment[variable];
  if (configured) {
    const url = URL.parse(configured);
    if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
      throw new Error(`${variable} is not an http or https URL`);
    }
    return url;
  }
  const region = regionOf(environment);
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(`https://${service}.${region}.${suffix}`);
}

/**
 * @returns the credentials that are in the environment now: Lambda's role
 * @throws Error naming the variables when there are none
 */
export function credentialsOf(environment: Environment): AwsCredentials {
  const accessKeyId = environment['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY'];
  const sessionToken = environment['AWS_SESSION_TOKEN'];
  if (!accessKeyId || !secretAccessKey) {
    throw new Error('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set');
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

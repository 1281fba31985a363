import type { JsonObject, Template } from '../local/template/template.ts';

/** One function with its environment resolved. */
export interface SamFunction {
  readonly logicalId: string;
  /** Its bundle's folder, as seen from the template. */
  readonly code: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Where a function in a container finds `npm run sam:serve`, and as whom it calls. `env.json` says the
 * same: SAM lets it override these, since they are declared.
 */
export const SAM_VARIABLES: Readonly<Record<string, string>> = {
  AWS_ENDPOINT_URL_DYNAMODB: 'http://host.docker.internal:8410',
  AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://host.docker.internal:8411',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
};

/** A container's first start on a laptop takes longer than a request may on AWS (seconds). */
const TIMEOUT = 30;

/**
 * Derives the template that `sam local invoke` reads: the functions alone, on the host's architecture,
 * with literal environments that declare the variables of `env.json`.
 *
 * @param template as `cdk synth` wrote it; the derived one must lie beside it, where the assets are
 * @param architecture Node's name of the host's, `x64` or `arm64`
 * @throws Error naming a function that the template lacks
 */
export function samTemplate(
  template: Template,
  functions: readonly SamFunction[],
  architecture: string,
): JsonObject {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Derived for sam local invoke; deploy the template beside it instead',
    Resources: Object.fromEntries(
      functions.map((each) => [each.logicalId, samFunction(template, each, architecture)]),
    ),
  };
}

function samFunction(
  template: Template,
  { logicalId, code, environment }: SamFunction,
  architecture: string,
): JsonObject {
  const properties = template.Resources[logicalId]?.Properties;
  if (properties === undefined) throw new Error(`the template has no function ${logicalId}`);
  return {
    Type: 'AWS::Lambda::Function',
    Metadata: { 'aws:asset:path': code, 'aws:asset:property': 'Code' },
    Properties: {
      Code: code,
      ...keep(properties, 'Description', 'Handler', 'MemorySize', 'Runtime'),
      Timeout: TIMEOUT,
      Architectures: [architecture === 'arm64' ? 'arm64' : 'x86_64'],
      Environment: {
        Variables: { ...environment, ...SAM_VARIABLES },
      },
    },
  };
}

const keep = (properties: JsonObject, ...names: readonly string[]): JsonObject =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = properties[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

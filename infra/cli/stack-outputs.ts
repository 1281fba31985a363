import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsError } from './aws-error.ts';
import { CliError } from './cli-error.ts';
import { callCloudFormation, element } from './list-stack-resources.ts';

/** A stack's outputs by their names. */
export type StackOutputs = Readonly<Record<string, string>>;

/**
 * Reads what a deployed stack says of itself, with the credentials and the region of the shell
 * ("DescribeStacks", CloudFormation API reference).
 *
 * @param environment `AWS_ENDPOINT_URL_CLOUDFORMATION` is CloudFormation's endpoint, if it isn't the
 *   region's own
 * @throws CliError in one line: no region, no credentials, no such stack
 */
export async function readStackOutputs(
  stack: string,
  environment: Readonly<Record<string, string | undefined>>,
  client: DynamoDBClient = new DynamoDBClient({}),
): Promise<StackOutputs> {
  const { config } = client;
  try {
    const region = await config.region().catch(() => {
      throw new CliError('there is no AWS region: set AWS_REGION');
    });
    const credentials = async () => {
      const { accessKeyId, secretAccessKey, sessionToken } = await config
        .credentials()
        .catch((error: unknown) => {
          throw awsError('AWS', error);
        });
      return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
    };
    const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    const cloudFormationUrl =
      environment['AWS_ENDPOINT_URL_CLOUDFORMATION'] ??
      `https://cloudformation.${region}.${suffix}`;
    const answer = await callCloudFormation(
      { region, credentials, cloudFormationUrl },
      { Action: 'DescribeStacks', Version: '2010-05-15', StackName: stack },
    );
    return outputsIn(answer);
  } finally {
    client.destroy();
  }
}

function outputsIn(xml: string): StackOutputs {
  const [, outputs = ''] = /<Outputs>([\s\S]*?)<\/Outputs>/.exec(xml) ?? [];
  return Object.fromEntries(
    [...outputs.matchAll(/<member>([\s\S]*?)<\/member>/g)].flatMap(([, member = '']) => {
      const name = element(member, 'OutputKey');
      const value = element(member, 'OutputValue');
      return name === null || value === null ? [] : [[name, value] as const];
    }),
  );
}

import { createServer, type IncomingMessage } from 'node:http';
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { openUsers } from '../../../../infra/cli/users/open-users.ts';
import type { UsersTarget } from '../../../../infra/cli/users/users-service.ts';
import { readSignatureHeader, signatureProblem } from '../../../../infra/local/iam/signature.ts';
import { listenLocally } from '../../../../infra/local/listen-locally.ts';
import { startDynaliteTables, type DynaliteTables } from '../../../fakes/dynalite-tables.ts';
import { userCommandBench } from '../../../fakes/user-command-bench.ts';

const CREDENTIALS = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'secret-key',
  sessionToken: 'token',
};
const cleanUp: (() => unknown)[] = [];
let tables: DynaliteTables;

beforeAll(async () => {
  tables = await startDynaliteTables();
});
afterEach(async () => {
  for (const end of cleanUp.splice(0)) await end();
});
afterAll(() => tables.stop());

/** A row of the answer: logical id, physical id, and what else is not as usual. */
type Row = readonly [
  logicalId: string,
  physicalId: string,
  more?: { readonly type?: string; readonly status?: string },
];

const pageOf = (rows: readonly Row[], nextToken?: string): string => `
<ListStackResourcesResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
  <ListStackResourcesResult>
    <StackResourceSummaries>${rows
      .map(
        ([
          logicalId,
          physicalId,
          { type = 'AWS::DynamoDB::Table', status = 'CREATE_COMPLETE' } = {},
        ]) => `
      <member>
        <ResourceStatus>${status}</ResourceStatus>
        <LogicalResourceId>${logicalId}</LogicalResourceId>
        <LastUpdatedTimestamp>2026-11-21T09:00:00.000Z</LastUpdatedTimestamp>
        <PhysicalResourceId>${physicalId}</PhysicalResourceId>
        <ResourceType>${type}</ResourceType>
        <DriftInformation><StackResourceDriftStatus>NOT_CHECKED</StackResourceDriftStatus></DriftInformation>
      </member>`,
      )
      .join('')}
    </StackResourceSummaries>${nextToken === undefined ? '' : `<NextToken>${nextToken}</NextToken>`}
  </ListStackResourcesResult>
</ListStackResourcesResponse>`;

/** CloudFormation as far as the commands talk to it; every call's signature is verified. */
async function startCloudFormation(...answers: (readonly [status: number, body: string])[]) {
  const calls: { parameters: object; signatureProblem: string | null }[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { headers } = request;
      const signature = readSignatureHeader(headers.authorization);
      calls.push({
        parameters: Object.fromEntries(new URLSearchParams(body.toString())),
        signatureProblem: signature
          ? signatureProblem(
              { method: 'POST', path: '/', headers, body },
              signature,
              CREDENTIALS.secretAccessKey,
              Date.now(),
            )
          : 'unsigned',
      });
      const [status, answer] = answers[calls.length - 1] ?? [500, ''];
      response.writeHead(status, { 'content-type': 'text/xml' }).end(answer);
    });
  });
  const listening = await listenLocally(server, 0);
  cleanUp.push(() => listening.stop());
  const AWS_ENDPOINT_URL_CLOUDFORMATION = `http://127.0.0.1:${listening.port}`;
  return { calls, environment: { AWS_ENDPOINT_URL_CLOUDFORMATION } };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const open = async (
  target: UsersTarget,
  environment: Readonly<Record<string, string>>,
  config: DynamoDBClientConfig = {},
) => {
  const endpoint = await tables.client.config.endpoint?.();
  const service = await openUsers(
    target,
    environment,
    () =>
      new DynamoDBClient({
        region: 'eu-west-1',
        credentials: CREDENTIALS,
        maxAttempts: 1,
        ...(endpoint === undefined ? {} : { endpoint }),
        ...config,
      }),
  );
  cleanUp.push(() => service.close());
  return service;
};

describe('a stack', () => {
  test.each([
    ['of ours', 'UsersTable', 'RefreshTokensTable'],
    ["of others'", 'TokensStorageUsers3D7F7D2B', 'TokensStorageRefreshTokens0A1B2C3D'],
  ])('%s is found by what CloudFormation says, page after page', async (_, users, tokens) => {
    const bench = await userCommandBench(tables);
    await bench.put();
    const { calls, environment } = await startCloudFormation(
      [
        200,
        pageOf(
          [
            ['Api', 'api', { type: 'AWS::ApiGateway::RestApi' }],
            [users, bench.usersTableName],
          ],
          'a&amp;b/c=',
        ),
      ],
      [
        200,
        pageOf([
          ['Orders', 'orders'],
          [tokens, bench.refreshTokensTableName],
        ]),
      ],
    );
    const service = await open({ stack: 'Auth' }, environment);
    expect(service.name).toBe('stack Auth');
    expect((await service.users.find('johndoe'))?.username).toBe('johndoe');
    expect(await service.families.list('johndoe')).toEqual([]);
    const asked = { Action: 'ListStackResources', Version: '2010-05-15', StackName: 'Auth' };
    expect(calls).toEqual([
      { parameters: asked, signatureProblem: null },
      { parameters: { ...asked, NextToken: 'a&b/c=' }, signatureProblem: null },
    ]);
  });

  const rows = (...more: Row[]): Row[] => [['RefreshTokensTable', 'tokens'], ...more];

  test.each([
    ['that was given its tables', rows(['Other', 'x']), /name those .* --users-table/],
    [
      'that has kept its table after a restore',
      rows(['UsersTable', 'old', { status: 'DELETE_SKIPPED' }]),
      /name those .* --users-table/,
    ],
    [
      'with several services',
      [
        ['AStorageUsers00000000', 'a-users'],
        ['AStorageRefreshTokens00000000', 'a-tokens'],
        ['BStorageUsers00000000', 'b-users'],
        ['BStorageRefreshTokens00000000', 'b-tokens'],
      ],
      /several token services: .*--users-table a-users --refresh-tokens-table a-tokens or --users-table b-users --refresh-tokens-table b-tokens/,
    ],
  ] satisfies [string, Row[], RegExp][])('%s is not guessed at', async (_, answer, reason) => {
    const { environment } = await startCloudFormation([200, pageOf(answer)]);
    await expect(open({ stack: 'Auth' }, environment)).rejects.toThrow(reason);
  });

  test('that is not there is said so in one line', async () => {
    const error =
      '<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id &apos;Auth&apos; does not exist</Message></Error></ErrorResponse>';
    const { environment } = await startCloudFormation([400, error]);
    await expect(open({ stack: 'Auth' }, environment)).rejects.toThrow(
      "CloudFormation refused: Stack with id 'Auth' does not exist",
    );
  });

  test('behind an endpoint that is silent or broken is said so too', async () => {
    const { environment } = await startCloudFormation([502, '']);
    await expect(open({ stack: 'Auth' }, environment)).rejects.toThrow('refused: HTTP 502');
    const nowhere = { AWS_ENDPOINT_URL_CLOUDFORMATION: 'http://127.0.0.1:1' };
    await expect(open({ stack: 'Auth' }, nowhere)).rejects.toThrow("can't be reached");
  });
});

const NO_REGION = () => Promise.reject(new Error('Region is missing'));
const NO_CREDENTIALS = () =>
  Promise.reject(Object.assign(new Error('none'), { name: 'CredentialsProviderError' }));

describe('what AWS can refuse, in one line each', () => {
  const target = { usersTable: 'nowhere', refreshTokensTable: 'nowhere' };

  test('no region', async () => {
    await expect(open(target, {}, { region: NO_REGION })).rejects.toThrow('set AWS_REGION');
  });

  test('no credentials, at CloudFormation and at DynamoDB', async () => {
    const none = { credentials: NO_CREDENTIALS };
    const reason = 'there are no AWS credentials';
    await expect(open({ stack: 'Auth' }, {}, none)).rejects.toThrow(reason);
    const service = await open(target, {}, none);
    await expect(service.users.find('anna')).rejects.toThrow(reason);
    const listed = service.list(() => {});
    await expect(listed[Symbol.asyncIterator]().next()).rejects.toThrow(reason);
  });

  test('a table that is not there', async () => {
    const service = await open(target, {});
    expect(service.name).toBe('table nowhere in eu-west-1');
    await expect(service.users.find('anna')).rejects.toThrow('DynamoDB refused: ');
  });
});

test('no local edition in the data folder', async () => {
  const environment = { LATCHKEY_DATA: '/nonexistent/latchkey' };
  await expect(open({ local: true }, environment)).rejects.toThrow('npm start makes one');
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ordersTemplate } from './orders-app.ts';
import { startOrdersApp, stopOrdersApps, temporaryFolder } from './start-orders-app.ts';

afterEach(stopOrdersApps);

const answerOf = async (url: string, path = '/orders') => {
  const response = await fetch(`${url}${path}`, { headers: { authorization: 'Bearer good' } });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
};

/** A function that makes one DynamoDB call, signed with what its environment gives it. */
const calling = (operation: string, body: object): string => `
const aws4 = require(${JSON.stringify(join(process.cwd(), 'node_modules/aws4'))});
exports.handler = async () => {
  const { AWS_ENDPOINT_URL_DYNAMODB: url, ORDERS_TABLE_NAME: TableName } = process.env;
  const request = aws4.sign({
    host: new URL(url).host, service: 'dynamodb', region: 'us-east-1', method: 'POST', path: '/',
    body: JSON.stringify({ TableName, ...${JSON.stringify(body)} }),
    headers: { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': 'DynamoDB_20120810.${operation}' },
  });
  const response = await fetch(url, request);
  return { statusCode: response.status, body: await response.text() };
};`;

const ITEM = { Item: { pk: { S: 'a' } } };

describe('the local edition allows only what a role grants', () => {
  it('lets a granted call through to the table', async () => {
    const app = await startOrdersApp({ functions: { orders: calling('PutItem', ITEM) } });
    expect(await answerOf(app.url)).toEqual({ status: 200, body: {} });
    expect(app.problems).toEqual([]);
  });

  it('refuses a call whose grant was taken away, in AWS’s words, and says so', async () => {
    const app = await startOrdersApp({
      functions: { orders: calling('PutItem', ITEM) },
      transformTemplate: (template) =>
        JSON.parse(JSON.stringify(template).replace('"dynamodb:PutItem"', '"dynamodb:Query"')),
    });
    const { status, body } = await answerOf(app.url);
    expect(status).toBe(400);
    expect(body['__type']).toBe('com.amazon.coral.service#AccessDeniedException');
    expect(body['Message']).toBe(
      'User: arn:aws:sts::000000000000:assumed-role/Orders-OrdersRole/Orders-OrdersFunction is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:us-east-1:000000000000:table/Orders-OrdersTable because no identity-based policy allows the dynamodb:PutItem action',
    );
    expect(app.problems).toEqual([body['Message']]);
  });

  it('refuses a call to another table', async () => {
    const app = await startOrdersApp({
      functions: { orders: calling('PutItem', { ...ITEM, TableName: 'Other' }) },
    });
    expect((await answerOf(app.url)).body['Message']).toContain('table/Other');
  });
});

const errorOf = async (source: string) => {
  const app = await startOrdersApp({ functions: { orders: source } });
  return { app, ...(await answerOf(app.url)) };
};

describe('a function on the local edition', () => {
  const BAD_GATEWAY = { status: 502, body: { message: 'Internal server error' } };

  it('that throws is a 502', async () => {
    const { app, ...answer } = await errorOf(
      `exports.handler = async () => { throw new Error('x'); };`,
    );
    expect(answer).toEqual(BAD_GATEWAY);
    expect(app.problems).toEqual(['GET /orders: Error: x']);
  });

  it('that ends its process is a 502, and is there again for the next request', async () => {
    const { app, ...answer } = await errorOf(`
      exports.handler = async (event) =>
        event.queryStringParameters ? { statusCode: 200, body: '{}' } : process.exit(3);`);
    expect(answer).toEqual(BAD_GATEWAY);
    expect((await answerOf(app.url, '/orders?fine')).status).toBe(200);
  });

  it('that takes longer than its timeout is a 502', async () => {
    const app = await startOrdersApp({
      functions: {
        orders: 'exports.handler = () => new Promise((resolve) => setTimeout(resolve, 60_000));',
      },
      template: ({ Resources }) => {
        Object.assign(Resources['OrdersFunction']?.Properties ?? {}, { Timeout: 1 });
      },
    });
    expect(await answerOf(app.url)).toEqual(BAD_GATEWAY);
    expect(app.problems[0]).toContain('Task timed out after 1.00 seconds');
  });

  it('that returns nonsense is a 502', async () => {
    const { app, ...answer } = await errorOf(`exports.handler = async () => ({ hello: 1 });`);
    expect(answer).toEqual(BAD_GATEWAY);
    expect(app.problems[0]).toContain('malformed proxy response');
  });

  it('that cannot start stops the start with its reason', async () => {
    await expect(
      startOrdersApp({ functions: { orders: `throw new Error('TABLE is not set');` } }),
    ).rejects.toThrow("OrdersFunction can't start: Error: TABLE is not set");
  });
});

const withCustomResource = (source: string, dataDirectory = temporaryFolder()) =>
  startOrdersApp({
    dataDirectory,
    functions: { keys: source },
    template: (template) => {
      template.Resources['KeysFunction'] = {
        ...(ordersTemplate().Resources['AuthorizerFunction'] as object),
        Type: 'AWS::Lambda::Function',
      };
      Object.assign(template.Resources['KeysFunction'].Properties ?? {}, {
        Code: { S3Bucket: 'assets', S3Key: 'keys.zip' },
      });
      template.Resources['Keys'] = {
        Type: 'Custom::Keys',
        Properties: { ServiceToken: { 'Fn::GetAtt': ['KeysFunction', 'Arn'] }, Size: 2 },
      };
      Object.assign(template.Outputs ?? {}, {
        Said: { Value: { 'Fn::GetAtt': ['Keys', 'Said'] } },
      });
    },
  });
const answering = (answer: string): string => `
  exports.handler = async (event) => {
    await fetch(event.ResponseURL, { method: 'PUT', body: JSON.stringify(${answer}) });
  };`;

it('is created at the first start and updated at the next', async () => {
  const source = answering(`{
    Status: 'SUCCESS', PhysicalResourceId: 'keys',
    Data: { Said: [event.RequestType, event.PhysicalResourceId, event.ResourceProperties.Size].join() } }`);
  const first = await withCustomResource(source);
  expect(first.outputs['Said']).toBe('Create,,2');
  await first.stop();
  const second = await withCustomResource(source, first.dataDirectory);
  expect(second.outputs['Said']).toBe('Update,keys,2');
});

describe('a custom resource on the local edition', () => {
  it('stops the start with the reason of a FAILED answer', async () => {
    const source = answering(`{ Status: 'FAILED', Reason: 'no entropy' }`);
    await expect(withCustomResource(source)).rejects.toThrow(
      'Keys (Custom::Keys) failed: no entropy',
    );
  });

  it('stops the start when its function throws', async () => {
    await expect(
      withCustomResource(`exports.handler = async () => { throw new Error('broken'); };`),
    ).rejects.toThrow('Keys (Custom::Keys) failed: broken');
  });
});

describe('a second API', () => {
  it('listens at a port of its own, and both addresses are known', async () => {
    const app = await startOrdersApp({
      template: (template) => {
        const { Resources } = template;
        const copy = (from: string, to: string): void => {
          Resources[to] = JSON.parse(
            JSON.stringify(Resources[from]).replaceAll('"Api"', '"Second"'),
          );
        };
        copy('Api', 'Second');
        copy('Stage', 'SecondStage');
        copy('OrdersResource', 'SecondResource');
        copy('PostOrders', 'PostSecond');
        Object.assign(Resources['PostSecond']?.Properties ?? {}, {
          ResourceId: { Ref: 'SecondResource' },
        });
        Object.assign(template.Outputs ?? {}, {
          Second: {
            Value: { 'Fn::Sub': 'https://${Second}.execute-api.us-east-1.amazonaws.com/v1' },
          },
        });
      },
    });
    const { Api, Second } = app.urls;
    expect(app.url).toBe(Api);
    expect(app.outputs['Second']).toBe(Second);
    expect(Second).not.toBe(Api);
    const created = await fetch(`${Second}/orders`, { method: 'POST' });
    expect(created.status).toBe(200);
    expect((await fetch(`${Second}/orders`)).status).toBe(403);
  });
});

describe('the local edition says in one line', () => {
  it('that a port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(startOrdersApp({ port })).rejects.toThrow(
      `port ${port} is in use: stop what listens there, or choose another one with PORT=${port + 1}`,
    );
    server.close();
  });

  it('that another one has the data folder', async () => {
    const { dataDirectory } = await startOrdersApp();
    await expect(startOrdersApp({ dataDirectory })).rejects.toThrow(
      `another local edition is using the data folder (${dataDirectory}): stop it, or choose another folder with LATCHKEY_DATA`,
    );
  });

  it('that its memory of custom resources is broken', async () => {
    const dataDirectory = temporaryFolder();
    const path = join(dataDirectory, 'custom-resources.json');
    writeFileSync(path, '{"Keys":1}');
    await expect(startOrdersApp({ dataDirectory })).rejects.toThrow(
      `the data folder is broken: ${path} is not what Latchkey wrote`,
    );
  });

  it('that the data folder is a file', async () => {
    const dataDirectory = join(temporaryFolder(), 'file');
    writeFileSync(dataDirectory, '');
    await expect(startOrdersApp({ dataDirectory })).rejects.toThrow('the data folder is a file');
  });

  it('that the database in it is broken', async () => {
    const dataDirectory = temporaryFolder();
    mkdirSync(join(dataDirectory, 'dynamodb'));
    writeFileSync(join(dataDirectory, 'dynamodb/CURRENT'), 'nonsense');
    await expect(startOrdersApp({ dataDirectory })).rejects.toThrow(
      /^the data folder can't be opened \(.*\): .*; move it away to start afresh$/,
    );
  });

  it('that a table in it has other keys', async () => {
    const app = await startOrdersApp();
    await app.stop();
    await expect(
      startOrdersApp({
        dataDirectory: app.dataDirectory,
        transformTemplate: (template) =>
          JSON.parse(
            JSON.stringify(template).replaceAll('"AttributeName":"pk"', '"AttributeName":"id"'),
          ),
      }),
    ).rejects.toThrow('OrdersTable: the data folder has this table with other keys');
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCredentials } from '../../../../infra/cli/smoke/smoke-credentials.ts';
import { findTarget, type TargetOptions } from '../../../../infra/cli/smoke/smoke-target.ts';

const API = 'https://abc.execute-api.eu-west-1.amazonaws.com/v1';
const ISSUER = 'https://login.example';

const find = (address: string | undefined, options: TargetOptions = {}) =>
  findTarget(address, options, (stack) => Promise.resolve({ ApiUrl: `${API}/${stack}` }));

describe('which deployment is tried', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-outputs-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const outputsFile = (content: unknown): string => {
    const path = join(folder, 'outputs.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };

  test('an address, which is the issuer unless another is named', async () => {
    expect(await find(`${API}/`)).toEqual({ url: API, issuer: API });
    expect(await find(API, { issuer: ISSUER })).toEqual({ url: API, issuer: ISSUER });
  });

  test('what cdk deploy --outputs-file wrote', async () => {
    const one = { Latchkey: { ApiUrl: API, IssuerUrl: ISSUER, KeysFunctionName: 'f' } };
    expect(await find(undefined, { outputs: outputsFile(one) })).toEqual({
      url: API,
      issuer: ISSUER,
    });
    const outputs = outputsFile({ ...one, Other: { X: 'y' } });
    await expect(find(undefined, { outputs })).rejects.toThrow('has 2 stacks: say --stack NAME');
    expect(await find(undefined, { outputs, stack: 'Latchkey' })).toMatchObject({ url: API });
    await expect(find(undefined, { outputs, stack: 'Third' })).rejects.toThrow('no stack Third');
    await expect(find(undefined, { outputs, stack: 'Other' })).rejects.toThrow('no ApiUrl');
  });

  test('a stack without a file is asked of CloudFormation', async () => {
    expect(await find(undefined, { stack: 'S' })).toMatchObject({ url: `${API}/S` });
  });

  test('a broken file, nothing at all, or two things at once', async () => {
    await expect(find(undefined, { outputs: outputsFile('{') })).rejects.toThrow("can't be read");
    await expect(find(undefined)).rejects.toThrow('say which deployment');
    await expect(find(API, { stack: 'S' })).rejects.toThrow('say which deployment');
  });

  test('passwords go to other machines by https only', async () => {
    await expect(find('http://api.example')).rejects.toThrow('by https only');
    await expect(find('nonsense')).rejects.toMatchObject({ exitCode: 2 });
    expect(await find('http://localhost:3000')).toMatchObject({ url: 'http://localhost:3000' });
  });
});

describe('who logs in', () => {
  const nobody = { askSecret: null, readInput: null };
  const piped = { ...nobody, readInput: () => Promise.resolve(Buffer.from('pässword\n')) };

  test('the demo user on this machine, and nowhere else', async () => {
    const form = await readCredentials('http://localhost:3000', {}, nobody);
    expect(form).toEqual({ grant_type: 'password', username: 'johndoe', password: 'secret' });
    for (const url of [API, 'https://localhost.example', 'https://127.0.0.1.example']) {
      await expect(readCredentials(url, {}, nobody)).rejects.toThrow('--username NAME');
    }
  });

  test('somebody whose password is piped in, or asked for', async () => {
    const options = { username: 'anna', clientId: 'web' };
    const form = { grant_type: 'password', username: 'anna', client_id: 'web' };
    expect(await readCredentials(API, { ...options, passwordStdin: true }, piped)).toEqual({
      ...form,
      password: 'pässword',
    });
    const asking = { ...nobody, askSecret: () => Promise.resolve('typed') };
    expect(await readCredentials(API, options, asking)).toEqual({ ...form, password: 'typed' });
    await expect(readCredentials(API, options, nobody)).rejects.toThrow('--password-stdin');
    const silent = { ...nobody, askSecret: () => Promise.resolve(null) };
    await expect(readCredentials(API, options, silent)).rejects.toThrow('there is no password');
  });
});

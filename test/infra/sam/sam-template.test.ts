import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Template } from '../../../infra/local/template/template.ts';
import { SAM_VARIABLES, samTemplate } from '../../../infra/sam/sam-template.ts';
import { tamper } from '../../../infra/sam/token-events.ts';

const template: Template = {
  Resources: {
    LoginFunction: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: 'assets', S3Key: '1.zip' },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        MemorySize: 1769,
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Architectures: ['arm64'],
      },
    },
    Table: { Type: 'AWS::DynamoDB::Table' },
  },
};
const login = {
  logicalId: 'LoginFunction',
  code: 'asset.1',
  environment: { USERS_TABLE_NAME: 'users' },
};

test.each([
  ['x64', 'x86_64'],
  ['arm64', 'arm64'],
])(
  'on %s a function is %s, with literal variables and nothing that SAM can’t resolve',
  (host, architecture) => {
    expect(samTemplate(template, [login], host)).toMatchObject({
      Resources: {
        LoginFunction: {
          Metadata: { 'aws:asset:path': 'asset.1', 'aws:asset:property': 'Code' },
          Properties: {
            Code: 'asset.1',
            Handler: 'index.handler',
            Architectures: [architecture],
            Environment: { Variables: { USERS_TABLE_NAME: 'users', ...SAM_VARIABLES } },
          },
        },
      },
    });
    const text = JSON.stringify(samTemplate(template, [login], host));
    expect(text).not.toMatch(/Fn::|"Ref"|Table"/);
  },
);

test('a function that the template lacks is an error', () => {
  const other = { logicalId: 'RefreshFunction', code: 'asset.2', environment: {} };
  expect(() => samTemplate(template, [other], 'x64')).toThrow(
    'the template has no function RefreshFunction',
  );
});

test('env.json overrides, for every function, what the template declares', () => {
  const environments = JSON.parse(readFileSync('env.json', 'utf8')) as Record<string, unknown>;
  expect(Object.keys(environments).toSorted()).toEqual([
    'AuthorizerFunction',
    'KeysFunction',
    'LoginFunction',
    'MetadataFunction',
    'RefreshFunction',
    'UsersFunction',
  ]);
  for (const variables of Object.values(environments)) expect(variables).toEqual(SAM_VARIABLES);
});

/** Made by `npm run sam:events`, since tokens expire. */
const isMade = (path: string): boolean =>
  /(^|\/)(authorizer-.*|login-refresh|refresh|revoke|introspect|users-.*)\.json$/.test(path);

test('the README names files that are there', () => {
  const readme = readFileSync('README.md', 'utf8');
  const named = [...readme.matchAll(/test\/events\/[\w-]+\.json/g)].map(([path]) => path);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((path) => !existsSync(path) && !isMade(path))).toEqual([]);
  expect(readme).toContain('--env-vars env.json');
});

test('the kept events carry no token', () => {
  const kept = readFileSync('test/events/.gitignore', 'utf8');
  const files = readdirSync('test/events').filter(
    (file) => file.endsWith('.json') && !isMade(file),
  );
  expect(kept).toContain('authorizer-*.json');
  for (const file of files) {
    expect(readFileSync(`test/events/${file}`, 'utf8')).not.toMatch(/eyJ|refresh_token=/);
  }
});

test('a tampered token differs in one character of its signature', () => {
  const token = `${'h'.repeat(20)}.${'p'.repeat(40)}.${'A'.repeat(86)}`;
  const tampered = tamper(token);
  const differing = token
    .split('')
    .flatMap((character, at) => (tampered[at] === character ? [] : [at]));
  expect(tampered).toHaveLength(token.length);
  expect(differing).toHaveLength(1);
  expect(differing[0]).toBeGreaterThan(token.lastIndexOf('.') + 1);
  expect(differing[0]).toBeLessThan(token.length - 1);
});

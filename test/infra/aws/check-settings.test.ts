import { App, Duration, Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { TokenServiceProps } from '../../../infra/aws/constructs/token-service-props.ts';
import { resolveSettings } from '../../../infra/aws/constructs/token-service-settings.ts';

const certificate = Certificate.fromCertificateArn(
  new Stack(new App(), 'Stack'),
  'Certificate',
  'arn:aws:acm:eu-west-1:111122223333:certificate/1',
);

test.each<[TokenServiceProps, string]>([
  [
    { overlapWindow: Duration.seconds(5) },
    'overlapWindow must be a whole number from 6 to 60 seconds; received 5 seconds',
  ],
  [
    { overlapWindow: Duration.seconds(61) },
    'overlapWindow must be a whole number from 6 to 60 seconds; received 61 seconds',
  ],
  [
    { accessTokenTtl: Duration.seconds(59) },
    'accessTokenTtl must be a whole number from 60 to 86400 seconds; received 59 seconds',
  ],
  [
    { authorizerCacheTtl: Duration.seconds(3601) },
    'authorizerCacheTtl must be a whole number from 0 to 3600 seconds; received 3601 seconds',
  ],
  [
    { refreshTokenIdleTtl: Duration.days(91) },
    'refreshTokenIdleTtl must not exceed refreshTokenAbsoluteTtl (7776000 seconds); received 7862400 seconds',
  ],
  [
    {
      accessTokenTtl: Duration.hours(2),
      refreshTokenIdleTtl: Duration.hours(1),
      refreshTokenAbsoluteTtl: Duration.hours(1),
    },
    'accessTokenTtl must not exceed refreshTokenAbsoluteTtl (3600 seconds); received 7200 seconds',
  ],
  [
    { loginMemorySize: 100 },
    'loginMemorySize must be a whole number from 128 to 10240; received 100',
  ],
  [
    { metricsNamespace: 'AWS/Lambda' },
    "metricsNamespace must be up to 255 letters, digits and ._/#- that do not begin with AWS/; received 'AWS/Lambda'",
  ],
  [{ memorySize: 256.5 }, 'memorySize must be a whole number from 128 to 10240; received 256.5'],
  [
    { refreshReservedConcurrency: 0 },
    'refreshReservedConcurrency must be a whole number from 1 to 100000; received 0',
  ],
  [
    { tokenRateLimit: Number.NaN },
    'tokenRateLimit must be a whole number from 1 to 100000; received NaN',
  ],
  [
    { argon2Parallelism: 2, argon2MemoryKib: 15 },
    'argon2MemoryKib must be at least 8 times argon2Parallelism (2); received 15',
  ],
  [
    { argon2MemoryKib: 65_537, loginMemorySize: 128 },
    'argon2MemoryKib must leave half of loginMemorySize (128 MB) free; received 65537',
  ],
  [{ clientIds: [] }, 'clientIds must name at least one client; received []'],
  [{ clientIds: ['a,b'] }, "clientIds must be letters, digits and ._~-; received 'a,b'"],
  [{ clientIds: ['web', 'web'] }, 'clientIds must not repeat itself; received web web'],
  [
    { clientReservedScopes: { web: ['tokens:introspect'] } },
    'clientReservedScopes must name clients of clientIds; received web',
  ],
  [
    { clientReservedScopes: { default: ['items:read'] } },
    "clientReservedScopes of default must be scopes such as tokens:introspect; received 'items:read'",
  ],
  [
    { scopesSupported: ['a b'] },
    "scopesSupported must be printable text without spaces, quotes, backslashes and commas; received 'a b'",
  ],
  [{ audience: 'a b' }, "audience must be printable text without spaces; received 'a b'"],
  [{ realm: 'a"b' }, `realm must be letters, digits, spaces and ._:/-; received 'a"b'`],
  [{ stageName: 'v/1' }, "stageName must be letters, digits and underscores; received 'v/1'"],
  [{ domainName: 'auth.example.com' }, 'domainName needs a certificate; received auth.example.com'],
  [{ certificate }, 'certificate needs a domainName; received none'],
  [
    { issuer: 'https://a.example', domainName: 'b.example', certificate },
    'issuer and domainName exclude each other; received https://a.example and b.example',
  ],
])('%j is refused', (props, message) => {
  expect(() => resolveSettings(props)).toThrow(new Error(message));
});

test.each(['http://a.example', 'https://a.example/', 'https://a.example?x', 'https://a.example#x'])(
  'the issuer can’t be %s',
  (issuer) => {
    expect(() => resolveSettings({ issuer })).toThrow(
      `issuer must be an https URL without query, fragment and trailing slash; received '${issuer}'`,
    );
  },
);

test.each(['app.example.com', 'https://app.example.com/', 'https://a.example,https://b.example'])(
  'an origin can’t be %s',
  (origin) => {
    expect(() => resolveSettings({ corsAllowedOrigins: [origin] })).toThrow(
      `corsAllowedOrigins must be origins such as https://app.example.com, or *; received '${origin}'`,
    );
  },
);

test.each<TokenServiceProps>([
  { overlapWindow: Duration.seconds(6) },
  { authorizerCacheTtl: Duration.seconds(0) },
  { issuer: 'https://a.example/tenant/1' },
  { corsAllowedOrigins: ['*'] },
  { corsAllowedOrigins: ['http://localhost:3000', 'https://app.example.com'] },
  { refreshTokenIdleTtl: Duration.hours(1), refreshTokenAbsoluteTtl: Duration.hours(1) },
])('%j is taken', (props) => {
  expect(resolveSettings(props)).toBeDefined();
});

test('what is left out has its default, field by field', () => {
  expect(resolveSettings({ argon2TimeCost: 3 })).toMatchObject({
    accessTokenTtl: 900,
    refreshTokenIdleTtl: 2_592_000,
    refreshTokenAbsoluteTtl: 7_776_000,
    overlapWindow: 10,
    signingAlgorithm: 'ES256',
    refreshTokenPolicy: 'recover',
    sessionCheck: 'immediate',
    argon2MemoryKib: 19_456,
    argon2TimeCost: 3,
    argon2Parallelism: 1,
  });
});

test('an explicit undefined is as good as nothing', () => {
  const explicit = { overlapWindow: undefined, clientIds: undefined } as unknown;
  expect(resolveSettings(explicit as TokenServiceProps)).toEqual(resolveSettings({}));
});

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  FUNCTIONS,
  resourceOf,
  resourcesOf,
  serviceStack,
  serviceTemplate,
} from './service-template.ts';

test.each([
  ['loginFunction', 1769, 5],
  ['refreshFunction', 512, 5],
  ['authorizerFunction', 512, 10],
  ['usersFunction', 256, 10],
  ['metadataFunction', 256, 10],
] as const)('%s has %i MB and %i seconds', (name, MemorySize, Timeout) => {
  const { service } = serviceStack();
  expect(resourceOf(service[name]).Properties).toMatchObject({
    MemorySize,
    Timeout,
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Handler: 'index.handler',
  });
});

test('each function is traced by Lambda itself', () => {
  const modes = Object.values(resourcesOf(serviceTemplate()))
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties }) => Properties['TracingConfig']);
  expect(modes).toEqual(FUNCTIONS.map(() => ({ Mode: 'Active' })));
});

test('each function has a log group of its own, which forgets', () => {
  const template = serviceTemplate({ logRetention: RetentionDays.ONE_WEEK });
  template.resourceCountIs('AWS::Lambda::Function', FUNCTIONS.length);
  template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
  const groups = Object.values(resourcesOf(template))
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties }) => JSON.stringify(Properties['LoggingConfig']));
  expect(new Set(groups).size).toBe(FUNCTIONS.length);
});

test.each([
  [6, 1],
  [10, 5],
  [60, 55],
])('an overlap window of %i s lets a refresh run for %i s', (window, timeout) => {
  const { service } = serviceStack({ overlapWindow: Duration.seconds(window) });
  for (const refreshing of [service.loginFunction, service.refreshFunction]) {
    expect(resourceOf(refreshing).Properties['Timeout']).toBe(timeout);
    // What is promised to honest clients (docs/refresh-model.md).
    expect(timeout).toBeLessThan(window - 4);
  }
});

test('a function can have concurrency of its own', () => {
  const { service } = serviceStack({ refreshReservedConcurrency: 20 });
  const reserved = (name: 'refreshFunction' | 'loginFunction') =>
    resourceOf(service[name]).Properties['ReservedConcurrentExecutions'];
  expect(reserved('refreshFunction')).toBe(20);
  expect(reserved('loginFunction')).toBeUndefined();
});

test('a missing bundle stops synthesis and says what to do', () => {
  const empty = mkdtempSync(join(tmpdir(), 'latchkey-empty-'));
  expect(() => serviceStack({ functionBundles: empty })).toThrow(
    `the keys function has no bundle in ${empty}/keys: run npm run build`,
  );
});

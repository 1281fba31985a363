import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { MockIntegration } from 'aws-cdk-lib/aws-apigateway';
import { TokenService } from '../../../infra/aws/constructs/token-service.ts';
import {
  FUNCTIONS,
  functionBundles,
  type Resource,
  resourcesOf,
  serviceTemplate,
} from './service-template.ts';

/** @returns the logical ids that a value refers to */
function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  const entries = Object.entries(value);
  return entries.flatMap(([key, inner]) => {
    if (key === 'Ref') return [String(inner)];
    if (key === 'Fn::GetAtt') return [String((inner as string[])[0])];
    if (key === 'Fn::Sub')
      return [...JSON.stringify(inner).matchAll(/\$\{(\w+)/g)].map(([, id]) => id ?? '');
    return referencesIn(inner);
  });
}

const dependenciesOf = ({ Properties, DependsOn = [] }: Resource): string[] => [
  ...referencesIn(Properties),
  ...[DependsOn].flat(),
];

/** @returns the ids on a cycle, in order, or nothing */
function findCycle(resources: Readonly<Record<string, Resource>>): readonly string[] {
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): readonly string[] => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    const resource = resources[id];
    if (done.has(id) || resource === undefined) return [];
    for (const dependency of dependenciesOf(resource)) {
      const cycle = visit(dependency, [...path, id]);
      if (cycle.length > 0) return cycle;
    }
    done.add(id);
    return [];
  };
  return (
    Object.keys(resources)
      .map((id) => visit(id, []))
      .find((cycle) => cycle.length > 0) ?? []
  );
}

const refersTo = (id: string): Resource => ({ Type: 'T', Properties: { x: { Ref: id } } });

test('the finder of cycles finds one', () => {
  expect(findCycle({ A: refersTo('B'), B: refersTo('C'), C: refersTo('B') })).toEqual([
    'B',
    'C',
    'B',
  ]);
});

test('the template has no cycle', () => {
  expect(findCycle(resourcesOf(serviceTemplate({ corsAllowedOrigins: ['*'] })))).toEqual([]);
});

test('no environment refers to a stage or a deployment', () => {
  const resources = resourcesOf(serviceTemplate());
  const environments = Object.values(resources).filter(
    ({ Type }) => Type === 'AWS::Lambda::Function',
  );
  const types = environments
    .flatMap(({ Properties }) => referencesIn(Properties['Environment']))
    .map((id) => resources[id]?.Type ?? id);
  expect(new Set(types)).toEqual(
    new Set([
      'AWS::ApiGateway::RestApi',
      'AWS::DynamoDB::Table',
      'AWS::SecretsManager::Secret',
      'AWS::Region',
      'AWS::URLSuffix',
    ]),
  );
});

test('two services stand in one stack, without feature flags, and share nothing', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const staff = new TokenService(stack, 'Staff', { functionBundles });
  const guests = new TokenService(stack, 'Guests', { functionBundles, stageName: 'v1' });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::ApiGateway::RestApi', 2);
  template.resourceCountIs('AWS::Lambda::Function', 2 * FUNCTIONS.length);
  template.resourceCountIs('AWS::SecretsManager::Secret', 6);
  const names = Object.values(template.findResources('AWS::ApiGateway::RestApi'));
  expect(new Set(names.map(({ Properties }) => Properties.Name)).size).toBe(2);
  expect(stack.resolve(staff.issuerUrl)).not.toEqual(stack.resolve(guests.issuerUrl));
});

test('one API can be guarded by two services, each method by one of them', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const staff = new TokenService(stack, 'Staff', { functionBundles });
  const guests = new TokenService(stack, 'Guests', { functionBundles });
  const menu = staff.api.root.addResource('menu').addMethod('GET', new MockIntegration());
  guests.authorizerFor(staff.api);
  expect(() => app.synth()).toThrow('GET /menu is neither protected nor declared public');
  guests.protect(menu);
  expect(() => staff.protect(menu)).toThrow('GET /menu is already protected');
  expect(() => app.synth({ force: true })).not.toThrow();
});

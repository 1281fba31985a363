import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { IConstruct } from 'constructs';
import { TokenService } from '../../../infra/aws/constructs/token-service.ts';
import type { TokenServiceProps } from '../../../infra/aws/constructs/token-service-props.ts';

/** The bundles' folders. */
export const FUNCTIONS = [
  'account',
  'admin',
  'authorizer',
  'docs',
  'introspect',
  'keys',
  'login',
  'metadata',
  'refresh',
  'revoke',
  'sessions',
  'users',
] as const;

/** A folder of bundles that do nothing, so that these tests need no build. */
export const emptyBundles = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bundles-'));
  for (const name of FUNCTIONS) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'index.js'), `exports.handler = async () => '${name}';`);
  }
  return folder;
};

export const functionBundles = emptyBundles();

// CloudFormation's rules take seconds for each file of tests; `aws-solutions.test.ts` checks them.
process.env['CDK_VALIDATION'] = 'false';

/** Leaves out what only people look at. None of it is a feature flag. */
const QUICK = {
  analyticsReporting: false,
  treeMetadata: false,
  context: { 'aws:cdk:disable-stack-trace': true },
};

/** An app without feature flags, with one service in one stack. */
export function serviceStack(props: TokenServiceProps = {}) {
  const app = new App({ ...QUICK });
  const stack = new Stack(app, 'Stack');
  const service = new TokenService(stack, 'Tokens', { functionBundles, ...props });
  return { app, stack, service };
}

/** @returns the template of a stack with one service */
export const serviceTemplate = (props: TokenServiceProps = {}): Template =>
  Template.fromStack(serviceStack(props).stack);

/** @returns a construct's own resource as it stands in the template */
export function resourceOf(construct: IConstruct): Resource {
  const stack = Stack.of(construct);
  const resource = (construct.node.defaultChild ?? construct) as CfnResource;
  const id = stack.resolve(resource.logicalId) as string;
  return (Template.fromStack(stack).toJSON() as { Resources: Record<string, Resource> }).Resources[
    id
  ] as Resource;
}

/** @returns the logical id of a construct's own resource */
export const logicalIdOf = (construct: IConstruct): string =>
  Stack.of(construct).resolve(
    ((construct.node.defaultChild ?? construct) as CfnResource).logicalId,
  ) as string;

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
}

/** @returns the resources of a template, by logical id */
export const resourcesOf = (template: Template): Readonly<Record<string, Resource>> =>
  (template.toJSON() as { Resources: Record<string, Resource> }).Resources;

import { readFileSync } from 'node:fs';
import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AuthServiceStack } from '../../../infra/aws/auth-service-stack.ts';
import { functionBundles } from './service-template.ts';

interface Finding {
  readonly ruleName: string;
  readonly violatingConstructs: readonly { readonly constructPath: string }[];
  readonly acknowledgedId?: string;
  readonly acknowledgedAt?: string;
  readonly reason?: string;
}

interface PluginReport {
  readonly pluginName: string;
  readonly conclusion: string;
  readonly violations: readonly Finding[];
  readonly suppressedViolations: readonly Finding[];
}

const PACK = 'AwsSolutions';

const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as {
  context: Record<string, unknown>;
};

/** Synthesizes what `cdk deploy` deploys under cdk-nag's AwsSolutions pack. */
function checkedApp() {
  const app = new App({ context });
  const stack = new AuthServiceStack(app, 'LatchkeyStack', { functionBundles });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  process.env['CDK_VALIDATION'] = 'true';
  const { directory } = app.synth();
  const { pluginReports } = JSON.parse(
    readFileSync(`${directory}/validation-report.json`, 'utf8'),
  ) as { pluginReports: readonly PluginReport[] };
  const [report, ...others] = pluginReports.toSorted((one) => (one.pluginName === PACK ? -1 : 1));
  return { stack, report, others };
}

let checked: ReturnType<typeof checkedApp>;
beforeAll(() => {
  checked = checkedApp();
});

test('AwsSolutions has nothing to say that is not acknowledged', () => {
  expect(checked.report).toMatchObject({ pluginName: PACK, violations: [] });
  expect(checked.report?.conclusion).toBe('success');
});

test('CloudFormation’s own schemas and rules, which would stop synthesis, have nothing to say', () => {
  expect(checked.others).toEqual([]);
  const app = new App({ context });
  const properties = { BucketNames: 'misspelt' };
  const bucket = new CfnResource(new Stack(app, 'Stack'), 'Bucket', {
    type: 'AWS::S3::Bucket',
    properties,
  });
  expect(() => app.synth()).toThrow(bucket.node.path);
});

test('every acknowledgement has a reason and a finding of its own', () => {
  const key = Validations.ACKNOWLEDGED_RULES_METADATA_KEY;
  const acknowledged = checked.stack.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === key)
      .flatMap(({ data }) => Object.entries(data as Record<string, string>))
      .map(([id, reason]) => ({ at: construct.node.path, id, reason })),
  );
  const matched = new Set(
    checked.report?.suppressedViolations.map(
      (found) => `${found.acknowledgedAt} ${found.acknowledgedId}`,
    ),
  );
  expect(acknowledged.length).toBeGreaterThan(10);
  expect(acknowledged.filter(({ at, id }) => !matched.has(`${at} ${id}`))).toEqual([]);
  expect(acknowledged.filter(({ reason }) => reason.length < 20)).toEqual([]);
  expect(acknowledged.filter(({ at }) => at.split('/').length < 3)).toEqual([]);
});

import { createHash } from 'node:crypto';
import { type Json, scalarText } from './template.ts';

/** What a resource type needs to know to name one of its resources. */
export interface ResourceIdentity {
  readonly stackName: string;
  readonly logicalId: string;
  readonly region: string;
  readonly accountId: string;
  /** @returns a property, resolved, or `undefined` */
  property(name: string): Json | undefined;
}

type Naming = (resource: ResourceIdentity) => string;

/** What the local edition knows of one resource type. */
export interface ResourceType {
  /** What `Ref` gives. */
  readonly ref: Naming;
  /** What `Fn::GetAtt` gives, by attribute. */
  readonly attributes: Readonly<Record<string, Naming>>;
  /** What of it has no effect on a laptop, in a few words. */
  readonly unenforced?: string;
}

/** @returns lower-case letters and digits that are the same at every start */
export const stableId = (resource: ResourceIdentity, length: number): string =>
  BigInt(
    `0x${createHash('sha256').update(`${resource.stackName}/${resource.logicalId}`).digest('hex')}`,
  )
    .toString(36)
    .slice(1, 1 + length);

const named =
  (property: string): Naming =>
  (resource) => {
    const name = resource.property(property);
    return typeof name === 'string' ? name : `${resource.stackName}-${resource.logicalId}`;
  };
const id: Naming = (resource) => stableId(resource, 10);
const arn =
  (service: string, path: string, name: Naming): Naming =>
  (resource) =>
    `arn:aws:${service}:${service === 'iam' ? '' : resource.region}:${resource.accountId}:${path}${name(resource)}`;
const secretArn = arn(
  'secretsmanager',
  'secret:',
  (resource) => `${named('Name')(resource)}-${stableId(resource, 6)}`,
);
const tableArn = arn('dynamodb', 'table/', named('TableName'));
const logGroupName = named('LogGroupName');
const keyArn = arn('kms', 'key/', id);
const topicArn = arn('sns', '', named('TopicName'));

const unnamed = (unenforced?: string): ResourceType => ({
  ref: id,
  attributes: {},
  ...(unenforced === undefined ? {} : { unenforced }),
});

/** The resource types that a custom resource can have, beside every `Custom::…`. */
export const CUSTOM_RESOURCE = 'AWS::CloudFormation::CustomResource';

/** A closed table: a type that is not in it stops the start. */
const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGateway::Account': unnamed('stage throttling, logging and caching'),
  'AWS::ApiGateway::Authorizer': { ref: id, attributes: { AuthorizerId: id } },
  'AWS::ApiGateway::BasePathMapping': unnamed(),
  'AWS::ApiGateway::Deployment': { ref: id, attributes: { DeploymentId: id } },
  'AWS::ApiGateway::DomainName': {
    ref: named('DomainName'),
    attributes: {
      DistributionDomainName: (resource) => `d-${id(resource)}.cloudfront.net`,
      RegionalDomainName: (resource) =>
        `d-${id(resource)}.execute-api.${resource.region}.amazonaws.com`,
      RegionalHostedZoneId: () => 'Z1UJRXOUMOOFQ8',
    },
    unenforced: 'TLS and DNS of the custom domain',
  },
  'AWS::ApiGateway::GatewayResponse': unnamed(),
  'AWS::ApiGateway::Method': unnamed(),
  'AWS::ApiGateway::Resource': { ref: id, attributes: { ResourceId: id } },
  'AWS::ApiGateway::RestApi': {
    ref: id,
    attributes: { RestApiId: id, RootResourceId: (resource) => `${id(resource)}r` },
  },
  'AWS::ApiGateway::Stage': {
    ref: (resource) => scalarText(resource.property('StageName') ?? resource.logicalId),
    attributes: {},
    unenforced: 'stage throttling, logging and caching',
  },
  'AWS::CDK::Metadata': unnamed(),
  'AWS::CertificateManager::Certificate': {
    ref: arn('acm', 'certificate/', id),
    attributes: {},
    unenforced: 'TLS certificates',
  },
  [CUSTOM_RESOURCE]: unnamed(),
  'AWS::CloudWatch::Alarm': {
    ref: named('AlarmName'),
    attributes: { Arn: arn('cloudwatch', 'alarm:', named('AlarmName')) },
    unenforced: 'alarms and dashboards',
  },
  'AWS::CloudWatch::Dashboard': {
    ref: named('DashboardName'),
    attributes: {},
    unenforced: 'alarms and dashboards',
  },
  'AWS::DynamoDB::GlobalTable': {
    ref: named('TableName'),
    attributes: { Arn: tableArn },
    unenforced: 'table backups, TTL deletion, replicas and deletion protection',
  },
  'AWS::DynamoDB::Table': {
    ref: named('TableName'),
    attributes: { Arn: tableArn },
    unenforced: 'table backups, TTL deletion, replicas and deletion protection',
  },
  'AWS::IAM::Policy': { ref: named('PolicyName'), attributes: { Id: id } },
  'AWS::IAM::Role': {
    ref: named('RoleName'),
    attributes: { Arn: arn('iam', 'role/', named('RoleName')), RoleId: id },
  },
  'AWS::KMS::Alias': {
    ref: named('AliasName'),
    attributes: {},
    unenforced: 'KMS encryption and key policies',
  },
  'AWS::KMS::Key': {
    ref: id,
    attributes: { Arn: keyArn, KeyId: id },
    unenforced: 'KMS encryption and key policies',
  },
  'AWS::Lambda::Function': {
    ref: named('FunctionName'),
    attributes: { Arn: arn('lambda', 'function:', named('FunctionName')) },
  },
  'AWS::Lambda::Permission': unnamed('resource policies'),
  'AWS::Logs::LogGroup': {
    ref: logGroupName,
    attributes: { Arn: (resource) => `${arn('logs', 'log-group:', logGroupName)(resource)}:*` },
    unenforced: 'log groups and their retention',
  },
  'AWS::Logs::MetricFilter': unnamed('alarms and dashboards'),
  'AWS::Route53::RecordSet': {
    ref: named('Name'),
    attributes: {},
    unenforced: 'TLS and DNS of the custom domain',
  },
  'AWS::SNS::Subscription': unnamed('alarms and dashboards'),
  'AWS::SNS::Topic': {
    ref: topicArn,
    attributes: { TopicArn: topicArn, TopicName: named('TopicName') },
    unenforced: 'alarms and dashboards',
  },
  'AWS::SecretsManager::ResourcePolicy': unnamed('resource policies'),
  'AWS::SecretsManager::RotationSchedule': unnamed('rotation schedules (rotation runs on command)'),
  'AWS::SecretsManager::Secret': { ref: secretArn, attributes: { Id: secretArn } },
};

/** @returns what is known of a type, or `undefined`; every `Custom::…` is a custom resource */
export const resourceTypeOf = (type: string): ResourceType | undefined =>
  Object.hasOwn(RESOURCE_TYPES, type)
    ? RESOURCE_TYPES[type]
    : RESOURCE_TYPES[type.startsWith('Custom::') ? CUSTOM_RESOURCE : ''];

/** @returns whether the type is answered by a function of the stack */
export const isCustomResource = (type: string): boolean =>
  type === CUSTOM_RESOURCE || type.startsWith('Custom::');

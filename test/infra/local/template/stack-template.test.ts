import { readStackTemplate } from '../../../../infra/local/template/stack-template.ts';
import type { Template } from '../../../../infra/local/template/template.ts';

const read = (template: Template) => readStackTemplate('Shop', template, (text) => text);

describe('a stack template', () => {
  it('stops at a resource type that it does not know, by logical id and type', () => {
    const template = { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } };
    expect(() => read(template)).toThrow(
      "Queue (AWS::SQS::Queue): the local edition doesn't know this resource type",
    );
  });

  it('stops at an intrinsic that it does not know, also where nothing would resolve it', () => {
    const template = {
      Resources: {
        Logs: {
          Type: 'AWS::Logs::LogGroup',
          Properties: { Tags: [{ Value: { 'Fn::Cidr': [] } }] },
        },
      },
    };
    expect(() => read(template)).toThrow(
      "Logs (AWS::Logs::LogGroup): the local edition doesn't know the intrinsic Fn::Cidr",
    );
  });

  it('passes over a resource whose condition does not hold', () => {
    const stack = read({
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Queue: { Type: 'AWS::SQS::Queue', Condition: 'Never' } },
    });
    expect(stack.ofType('AWS::SQS::Queue')).toEqual([]);
  });

  it('says once what it does not enforce', () => {
    const key = { Type: 'AWS::KMS::Key', Properties: {} };
    const stack = read({ Resources: { One: key, Two: key } });
    expect(stack.unenforced).toEqual(['KMS encryption and key policies']);
  });

  it('gives the same ids at every start, and others to other stacks', () => {
    const template = { Resources: { Api: { Type: 'AWS::ApiGateway::RestApi' } } };
    const idOf = (name: string) =>
      readStackTemplate(name, template, (text) => text).ofType('AWS::ApiGateway::RestApi')[0]
        ?.physicalId;
    expect(idOf('Shop')).toMatch(/^[a-z0-9]{10}$/);
    expect(idOf('Shop')).toBe(idOf('Shop'));
    expect(idOf('Shop')).not.toBe(idOf('Other'));
  });

  it('names a resource as its properties do, intrinsics among them', () => {
    const stack = read({
      Parameters: { Prefix: { Default: 'p' } },
      Resources: {
        Table: {
          Type: 'AWS::DynamoDB::Table',
          Properties: { TableName: { 'Fn::Sub': '${Prefix}-users' } },
        },
      },
    });
    expect(stack.attribute('Table', 'Arn')).toBe(
      'arn:aws:dynamodb:us-east-1:000000000000:table/p-users',
    );
  });

  it('knows what a custom resource answers only after it has answered', () => {
    const stack = read({
      Resources: { Keys: { Type: 'Custom::Keys', Properties: { ServiceToken: 'arn' } } },
      Outputs: { Kid: { Value: { 'Fn::GetAtt': ['Keys', 'Kid'] } } },
    });
    expect(() => stack.outputs()).toThrow('Fn::GetAtt Keys.Kid');
    stack.setCustomResource('Keys', 'keys', { Kid: 'k1' });
    expect(stack.outputs()).toEqual({ Kid: 'k1' });
  });
});

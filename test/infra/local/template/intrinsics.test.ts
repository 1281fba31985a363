import { createIntrinsicResolver } from '../../../../infra/local/template/intrinsics.ts';
import type { Json, Template } from '../../../../infra/local/template/template.ts';

const TEMPLATE: Template = {
  Resources: {},
  Mappings: { Sizes: { big: { memory: 512 } } },
  Conditions: {
    Yes: { 'Fn::Equals': [{ Ref: 'Region' }, 'us-east-1'] },
    No: { 'Fn::Not': [{ Condition: 'Yes' }] },
    Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
    Any: { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] },
  },
};

const resolver = createIntrinsicResolver(TEMPLATE, {
  ref: (name) => ({ Region: 'us-east-1', List: ['a', 'b'] })[name],
  attribute: (logicalId, attribute) => (logicalId === 'Table' ? `${attribute} of it` : undefined),
});
const resolve = (value: Json): Json | undefined => resolver.resolve(value, 'Thing (AWS::A::Thing)');

describe('intrinsics', () => {
  it.each<[string, Json, Json]>([
    ['Ref', { Ref: 'Region' }, 'us-east-1'],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'Arn of it'],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Table.Stream.Arn' }, 'Stream.Arn of it'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Region' }, 1]] }, 'a-us-east-1-1'],
    ['Fn::Join of a list by reference', { 'Fn::Join': ['+', { Ref: 'List' }] }, 'a+b'],
    [
      'Fn::Sub',
      { 'Fn::Sub': '${Region}/${Table.Arn}/${!Region}' },
      'us-east-1/Arn of it/${Region}',
    ],
    ['Fn::Sub with variables', { 'Fn::Sub': ['${x}.', { x: { Ref: 'Region' } }] }, 'us-east-1.'],
    ['Fn::Select', { 'Fn::Select': ['1', { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
    ['Fn::If', { 'Fn::If': ['Yes', 'then', 'else'] }, 'then'],
    ['Fn::If not', { 'Fn::If': ['No', 'then', 'else'] }, 'else'],
    ['Fn::And', { 'Fn::If': ['Both', 'then', 'else'] }, 'else'],
    ['Fn::Or', { 'Fn::If': ['Any', 'then', 'else'] }, 'then'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Sizes', 'big', 'memory'] }, 512],
    ['Fn::Base64', { 'Fn::Base64': 'a' }, 'YQ=='],
    [
      'a policy condition',
      { Condition: { Bool: { a: 'true' } } },
      { Condition: { Bool: { a: 'true' } } },
    ],
  ])('resolves %s', (_name, value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  it('leaves out what is AWS::NoValue, in objects and lists', () => {
    const nothing = { Ref: 'AWS::NoValue' };
    expect(resolve({ a: 1, b: nothing, c: [nothing, 2] })).toEqual({ a: 1, c: [2] });
  });

  it.each<[Json, string]>([
    [{ 'Fn::Cidr': ['10.0.0.0/16', 1, 8] }, "doesn't know the intrinsic Fn::Cidr"],
    [{ 'Fn::ImportValue': 'x' }, "doesn't know the intrinsic Fn::ImportValue"],
    [{ Ref: 'Nobody' }, 'Ref to Nobody'],
    [{ 'Fn::GetAtt': ['Nobody', 'Arn'] }, 'Fn::GetAtt Nobody.Arn'],
  ])('stops at %j and names where', (value, problem) => {
    expect(() => resolve(value)).toThrow(problem);
    expect(() => resolve(value)).toThrow('Thing (AWS::A::Thing)');
  });
});

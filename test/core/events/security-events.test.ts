import { readFileSync } from 'node:fs';
import { Template } from 'aws-cdk-lib/assertions';
import { serviceStack } from '../../infra/aws/service-template.ts';
import { EVENTS, LISTS } from './event-catalogue.ts';
import { withEventSection } from './event-section.ts';

const page = readFileSync('docs/operations.md', 'utf8');

// That the catalogue has every event and every reason is checked by its type.
test('docs/operations.md lists every event with its reasons', () => {
  expect(withEventSection(page)).toBe(page);
});

test('each list is of several reasons, and some event has it', () => {
  const shared = Object.values(EVENTS).map(([, reasons]) => reasons as unknown);
  for (const list of Object.values(LISTS)) {
    expect(Object.keys(list).length).toBeGreaterThan(1);
    expect(shared).toContain(list);
  }
});

test('docs/operations.md says of every alarm when it goes off, what it means and what to do', () => {
  const { service, stack } = serviceStack();
  const alarms = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
  expect(alarms).toHaveLength(service.alarms.length);
  const texts = page.replaceAll(/\s+/g, ' ');
  for (const { Properties } of alarms) {
    const { AlarmDescription, Threshold, EvaluationPeriods } = Properties as {
      readonly AlarmDescription: string;
      readonly Threshold: number;
      readonly EvaluationPeriods: number;
    };
    const name = /See "(\w+)"/.exec(AlarmDescription)?.[1];
    const inARow = EvaluationPeriods === 1 ? '' : `, ${EvaluationPeriods} times in a row`;
    const [, text = ''] = texts.split(
      `- **\`${name}\`**, from ${Threshold} in 5 minutes${inARow} on. `,
    );
    expect(text).toMatch(/^[A-Z][^*]{20,} \*\*Do:\*\* .{10,}/);
  }
});

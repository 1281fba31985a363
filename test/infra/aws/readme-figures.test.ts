import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { worstCaseSeconds } from '../../../functions/core/authorization/worst-case-refusal.ts';
import { resolveSettings } from '../../../infra/aws/constructs/token-service-settings.ts';

const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
const [, section = ''] = /### How soon a token is refused\n([\s\S]*?)\n## /.exec(readme) ?? [];

test('the README’s worst cases are those of the default settings', () => {
  const cases = worstCaseSeconds(resolveSettings({}));
  const figures = [...section.matchAll(/^\|.*\| (\d+) seconds +\|$/gm)].map(([, n]) => Number(n));
  expect(figures).toEqual([
    cases.afterLogout,
    cases.afterDisabling,
    cases.afterExpiry,
    cases.afterKeyRetirement,
  ]);
});

test('and, without the session check, those of the default settings without it', () => {
  const { afterLogout } = worstCaseSeconds(resolveSettings({ sessionCheck: 'on-expiry' }));
  expect(section).toContain(`the first two take ${afterLogout} seconds`);
});

import type { LoginThrottling } from '../../functions/core/throttling/throttle-rules.ts';
import { isObject, type Json, type Template } from '../../infra/local/template/template.ts';

/** @returns the template with other rules in every function that checks passwords */
export const withThrottling =
  (change: (rules: LoginThrottling) => LoginThrottling | null) =>
  (template: Template): Template => ({
    ...template,
    Resources: Object.fromEntries(
      Object.entries(template.Resources).map(([name, resource]) => [
        name,
        changed(resource as never, change) as never,
      ]),
    ),
  });

function changed(value: Json, change: Parameters<typeof withThrottling>[0]): Json {
  if (Array.isArray(value)) return value.map((part: Json) => changed(part, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      name === 'LOGIN_THROTTLING' && typeof part === 'string'
        ? JSON.stringify(change(JSON.parse(part) as LoginThrottling))
        : changed(part, change),
    ]),
  );
}

/** The default rules, but with delays of a minute and more: no test is so slow that one ends by itself. */
export const withLongDelays = withThrottling(({ account, source }) => ({
  account: { ...account, firstDelayMs: 60_000 },
  source: { ...source, firstDelayMs: 60_000 },
}));

import type { GatewayEvent } from './gateway-event.ts';

/**
 * Gathers the values of names that differ in their case only, which are one header (RFC 9110 §5.1).
 * The gateway passes names on as they came, and the header normaliser keeps the last of such names:
 * whoever counts a header's values would count one where there are two.
 *
 * @returns the event with every name of `multiValueHeaders` in lower case and with all its values,
 *   those of `headers` where it has no `multiValueHeaders`
 */
export function mergeHeaderNames(event: GatewayEvent): GatewayEvent {
  const named = event.multiValueHeaders ?? event.headers;
  if (!named) return event;
  const merged = Map.groupBy(
    Object.entries(named).flatMap(([name, values]) =>
      [values ?? []].flat().map((value) => ({ name: name.toLowerCase(), value })),
    ),
    ({ name }) => name,
  );
  const lists = [...merged].map(([name, pairs]) => [name, pairs.map(({ value }) => value)]);
  return { ...event, multiValueHeaders: Object.fromEntries(lists) };
}

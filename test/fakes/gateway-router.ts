type Entry = readonly [string, string, readonly string[], readonly string[]];

/**
 * Chooses a route as a REST API does, by walking its tree of resources: a literal child before a
 * parameter, a parameter before a greedy one, backing out of branches that lead nowhere.
 *
 * @param routes `[method, path, …]`
 * @param path without the leading slash
 * @param greedyLast whether any route without a greedy parameter comes before all that have one, as
 *   HTTP APIs document it; REST APIs document neither order
 * @returns the route, or `null` when there is none: the gateway answers 403 by itself
 */
export function gatewayRoute<R extends Entry>(
  routes: readonly R[],
  method: string,
  path: string,
  greedyLast: boolean,
): R | null {
  const usable = routes.filter(
    ([own, at]) =>
      own === method ||
      (own === 'ANY' && !routes.some(([other, where]) => other === method && where === at)),
  );
  const parts = path === '' ? [] : path.split('/');
  const candidates = usable.map((route) => ({
    route,
    rest: route[1] === '/' ? [] : route[1].slice(1).split('/'),
  }));
  const plain = candidates.filter(({ rest }) => rest.at(-1) !== '{rest+}');
  return (greedyLast ? descend(plain, parts) : null) ?? descend(candidates, parts);
}

function descend<R>(
  candidates: readonly { route: R; rest: readonly string[] }[],
  parts: readonly string[],
): R | null {
  const [part, ...others] = parts;
  if (part === undefined) return candidates.find(({ rest }) => rest.length === 0)?.route ?? null;
  const into = (wanted: (head: string) => boolean) =>
    candidates
      .filter(({ rest }) => rest[0] !== undefined && wanted(rest[0]))
      .map(({ route, rest }) => ({ route, rest: rest.slice(1) }));
  return (
    descend(
      into((head) => head === part),
      others,
    ) ??
    descend(
      into((head) => head === '{p}'),
      others,
    ) ??
    into((head) => head === '{rest+}')[0]?.route ??
    null
  );
}

import type { Client } from '../core/clients/client.ts';
import type { EnvironmentReader } from './environment.ts';

/**
 * Reads the public clients: `CLIENT_IDS`, of which the first is the default one; `REFRESH_TOKEN_POLICY`
 * for all of them; and `CLIENT_RESERVED_SCOPES`, pairs such as `console=tokens:introspect`.
 */
export function readClients(environment: EnvironmentReader): readonly [Client, ...Client[]] {
  const refreshTokenPolicy = environment.oneOf('REFRESH_TOKEN_POLICY', [
    'recover',
    'strict',
    'reuse',
  ]);
  const reserved = environment.list('CLIENT_RESERVED_SCOPES').map((pair) => {
    const equals = pair.indexOf('=');
    return { clientId: pair.slice(0, equals), scope: pair.slice(equals + 1) };
  });
  const client = (clientId: string): Client => ({
    clientId,
    type: 'public',
    refreshTokenPolicy,
    registration: null,
    reservedScopes: reserved.filter((one) => one.clientId === clientId).map(({ scope }) => scope),
  });
  const [first = 'default', ...others] = environment.list('CLIENT_IDS');
  return [client(first), ...others.map(client)];
}

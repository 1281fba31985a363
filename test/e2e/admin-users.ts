import type { Template } from '../../infra/local/template/template.ts';
import { send, type Answer } from './oauth-requests.ts';
import type { RunningService } from './running-service.ts';
import { logInAs, putUser, withConsole } from './service-users.ts';

/** Lets the client `console` ask for the scope that administrators need. */
export const withAdminConsole = (template: Template): Template =>
  JSON.parse(
    JSON.stringify(withConsole(template)).replaceAll(
      '"console=tokens:introspect"',
      '"console=tokens:introspect,console=users:admin"',
    ),
  ) as Template;

/** @returns a person's token for the admin API; needs `withAdminConsole` */
export async function adminToken(service: RunningService, username = 'boss'): Promise<string> {
  await putUser(service, { username, scopes: ['users:admin', 'items:read'] });
  const asked = { client_id: 'console', scope: 'users:admin' };
  return (await logInAs(service, username, asked)).access_token;
}

/** Calls the admin API; `path` is what comes behind `/admin/users`. */
export const adminCall = (
  { url }: Pick<RunningService, 'url'>,
  token: string | null,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> =>
  send(`${url}/admin/users${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

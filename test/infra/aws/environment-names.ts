import { readFileSync } from 'node:fs';
import { composeAccount } from '../../../functions/runtime/compose-account.ts';
import { composeAdmin } from '../../../functions/runtime/compose-admin.ts';
import { composeAuthorizer } from '../../../functions/runtime/compose-authorizer.ts';
import { composeDocs } from '../../../functions/runtime/compose-docs.ts';
import { composeIntrospect } from '../../../functions/runtime/compose-introspect.ts';
import { composeKeys } from '../../../functions/runtime/compose-keys.ts';
import { composeLogin } from '../../../functions/runtime/compose-login.ts';
import { composeMetadata } from '../../../functions/runtime/compose-metadata.ts';
import { composeRefresh } from '../../../functions/runtime/compose-refresh.ts';
import { composeRevoke } from '../../../functions/runtime/compose-revoke.ts';
import { composeUserSessions } from '../../../functions/runtime/compose-user-sessions.ts';
import { composeUsers } from '../../../functions/runtime/compose-users.ts';
import { createJsonLog } from '../../../functions/runtime/json-log.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const COMPOSE: Readonly<Record<string, (environment: Environment) => unknown>> = {
  account: composeAccount,
  admin: composeAdmin,
  authorizer: composeAuthorizer,
  docs: (environment) => composeDocs(environment, import.meta.dirname),
  introspect: composeIntrospect,
  keys: (environment) => composeKeys(environment, createJsonLog('keys')),
  login: composeLogin,
  metadata: composeMetadata,
  refresh: composeRefresh,
  revoke: composeRevoke,
  sessions: composeUserSessions,
  users: composeUsers,
};

/**
 * Run as a program of its own, since the functions begin to call AWS while they start: takes each
 * function's variables on standard input, starts the functions, prints which variables each has read
 * or why it would not start, and ends before a call is made.
 */
const given = JSON.parse(readFileSync(0, 'utf8')) as Record<string, Environment>;
const results = Object.entries(given).map(([name, variables]) => {
  const read = new Set<string>();
  const watched = new Proxy(variables, {
    get: (target, variable) => {
      read.add(String(variable));
      return target[String(variable)];
    },
  });
  try {
    COMPOSE[name]?.(watched);
    return [name, [...read].filter((variable) => !variable.startsWith('AWS_')).toSorted()];
  } catch (error) {
    return [name, String(error)];
  }
});
process.stdout.write(JSON.stringify(Object.fromEntries(results)));
process.exit(0);

import { ownRecord, type OwnRecordPorts } from '../core/account/own-record.ts';
import * as administering from '../core/administration/administer-users.ts';
import {
  recordAdministration,
  type AdministrationPorts,
  type Administrator,
} from '../core/administration/administrator.ts';
import {
  findAdministered,
  type AdministeredOutcome,
} from '../core/administration/change-administered-user.ts';
import type { HoldingsPorts } from '../core/administration/check-holdings.ts';
import {
  createAdministered,
  type CreationPorts,
} from '../core/administration/create-administered-user.ts';
import type { UserSessionsPorts } from '../core/sessions/user-sessions.ts';
import type { ErasurePorts } from '../core/users/erase-user.ts';
import type { UserDirectory } from '../core/users/user-directory.ts';
import type { EndpointLog } from '../http/endpoint.ts';
import type { GatewayEvent, GatewayResponse } from '../http/gateway-event.ts';
import { readJsonRequest } from '../http/json-request.ts';
import { dataAnswer, doneAnswer } from '../http/problem-responses.ts';
import { recordView } from '../http/record-view.ts';
import * as requests from '../http/admin-requests.ts';
import { SESSION_ROUTES } from './admin-session-routes.ts';
import type { AdminTarget } from './admin-target.ts';
import { userView } from './admin-views.ts';
import { pageCursor, readPageRequest } from './page-request.ts';

/** All that the routes need of the outside. */
export type AdminPorts = AdministrationPorts &
  CreationPorts &
  HoldingsPorts &
  UserSessionsPorts &
  ErasurePorts &
  OwnRecordPorts & { readonly userDirectory: UserDirectory };

/** What a route works with. */
export interface AdminRequest {
  readonly event: GatewayEvent;
  readonly target: AdminTarget;
  readonly administrator: Administrator;
  readonly ports: AdminPorts;
  readonly log: Pick<EndpointLog, 'error'>;
  readonly idleMillis: number;
  /** The session that asks; empty for a machine. */
  readonly ownSessionId: string;
}

/** Answers one method of one path. */
export type AdminRoute = (request: AdminRequest) => Promise<GatewayResponse>;

const list: AdminRoute = async ({ event, ports, log }) => {
  const { limit, after } = readPageRequest(event);
  const { users, next, broken } = await ports.userDirectory.page(limit, after);
  if (broken > 0) log.error('items of the users table are no users', new Error(`${broken} items`));
  return dataAnswer({
    users: users.map((user) => userView(user, ports.roleScopes)),
    next_cursor: next === null ? null : pageCursor(next),
  });
};

const create: AdminRoute = async ({ event, administrator, ports }) => {
  const body = readJsonRequest(event, requests.USER_CREATION);
  const { username, password, email = null, full_name: fullName = null } = body;
  const { scopes = [], roles = [] } = body;
  const order = { username, password, email, fullName, scopes, roles };
  const user = await createAdministered(order, administrator, ports);
  return dataAnswer(userView(user, ports.roleScopes), 201);
};

const read: AdminRoute = async ({ target, ports }) =>
  dataAnswer(userView(await findAdministered(target.username, ports), ports.roleScopes));

const update: AdminRoute = async (request) => {
  const { event, target, administrator, ports } = request;
  const body = readJsonRequest(event, requests.USER_CHANGE);
  const { email, full_name: fullName, scopes, roles } = body;
  const wanted = {
    ...(email === undefined ? {} : { email }),
    ...(fullName === undefined ? {} : { fullName }),
    ...(scopes && { scopes }),
    ...(roles && { roles }),
  };
  const outcome = await administering.updateUser(target.username, wanted, administrator, ports);
  return changedAnswer(outcome, request);
};

const setPassword: AdminRoute = async (request) => {
  const { event, target, administrator, ports } = request;
  const { password } = readJsonRequest(event, requests.PASSWORD_SETTING);
  const { username } = target;
  const outcome = await administering.setPassword(username, password, administrator, ports);
  return changedAnswer(outcome, request);
};

const changing =
  (change: typeof administering.disableAdministered): AdminRoute =>
  async (request) => {
    const { target, administrator, ports } = request;
    return changedAnswer(await change(target.username, administrator, ports), request);
  };

const erase: AdminRoute = async ({ target, administrator, ports, log }) => {
  const outcome = await administering.deleteAdministered(target.username, administrator, ports);
  for (const failure of outcome.cleaningFailures) {
    log.error('what a deleted user left could not all be removed', failure);
  }
  return doneAnswer();
};

const exportRecord: AdminRoute = async ({ target, administrator, ports }) => {
  const user = await findAdministered(target.username, ports);
  const record = await ownRecord(user, ports);
  recordAdministration('user_exported', user, administrator, ports);
  return dataAnswer(recordView({ ...record, hasPassword: null }, ports.roleScopes));
};

/** What each method of each path does. */
export const ADMIN_ROUTES: Readonly<Record<string, Readonly<Record<string, AdminRoute>>>> = {
  '/admin/users': { GET: list, POST: create },
  '/admin/users/{username}': { GET: read, PATCH: update, DELETE: erase },
  '/admin/users/{username}/disable': { POST: changing(administering.disableAdministered) },
  '/admin/users/{username}/enable': { POST: changing(administering.enableAdministered) },
  '/admin/users/{username}/expire-password': { POST: changing(administering.expireAdministered) },
  '/admin/users/{username}/password': { PUT: setPassword },
  '/admin/users/{username}/export': { GET: exportRecord },
  ...SESSION_ROUTES,
};

function changedAnswer(
  { user, cleaningFailures }: AdministeredOutcome,
  { ports, log }: AdminRequest,
): GatewayResponse {
  for (const failure of cleaningFailures) {
    log.error('a session that has ended could not be marked', failure);
  }
  return dataAnswer(userView(user, ports.roleScopes));
}

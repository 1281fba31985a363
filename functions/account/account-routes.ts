import {
  changeOwnPassword,
  type PasswordChangePorts,
} from '../core/account/change-own-password.ts';
import { changeProfile } from '../core/account/change-profile.ts';
import { eraseOwnAccount, type OwnErasurePorts } from '../core/account/erase-own-account.ts';
import { ownRecord, type OwnRecordPorts } from '../core/account/own-record.ts';
import { registerUser, type RegistrationPorts } from '../core/account/register-user.ts';
import type { RoleScopes } from '../core/scopes.ts';
import type { UserSessionsPorts } from '../core/sessions/user-sessions.ts';
import { callingSession } from '../http/calling-session.ts';
import type { EndpointLog } from '../http/endpoint.ts';
import type { GatewayEvent, GatewayResponse } from '../http/gateway-event.ts';
import { readJsonRequest } from '../http/json-request.ts';
import { dataAnswer, doneAnswer } from '../http/problem-responses.ts';
import { profileOf } from '../http/profile-view.ts';
import { deviceOf } from '../http/request-device.ts';
import * as requests from '../http/account-requests.ts';
import { recordView } from '../http/record-view.ts';

/** All that the account routes need of the outside. */
export type AccountPorts = RegistrationPorts &
  PasswordChangePorts &
  UserSessionsPorts &
  OwnErasurePorts &
  OwnRecordPorts;

/** What a route works with. */
export interface AccountRequest {
  readonly event: GatewayEvent;
  readonly ports: AccountPorts;
  readonly log: Pick<EndpointLog, 'error'>;
  readonly roleScopes: RoleScopes;
}

type AccountRoute = (request: AccountRequest) => Promise<GatewayResponse>;

/** The one route that is there only where people may sign up by themselves. */
export const REGISTRATION_ROUTE = 'POST /users';

const register: AccountRoute = async ({ event, ports, roleScopes }) => {
  const body = readJsonRequest(event, requests.REGISTRATION);
  const { username, password, email = null, full_name: fullName = null } = body;
  const { ip } = deviceOf(event);
  const user = await registerUser({ username, password, email, fullName, ip }, ports);
  return dataAnswer(profileOf(user, roleScopes), 201);
};

const changeByName: AccountRoute = async ({ event, ports, log }) => {
  const body = readJsonRequest(event, requests.NAMED_PASSWORD_CHANGE);
  const { username, current_password: currentPassword, new_password: newPassword } = body;
  const { ip } = deviceOf(event);
  const change = { username, currentPassword, newPassword, ip, session: null };
  reportCleaning(await changeOwnPassword(change, ports), log);
  return doneAnswer();
};

const changeMine: AccountRoute = async ({ event, ports, log }) => {
  const { username, ip, session } = await callerOf(event, ports);
  const body = readJsonRequest(event, requests.PASSWORD_CHANGE);
  const { current_password: currentPassword, new_password: newPassword } = body;
  const change = { username, currentPassword, newPassword, ip, session };
  reportCleaning(await changeOwnPassword(change, ports), log);
  return doneAnswer();
};

const changeMyProfile: AccountRoute = async ({ event, ports, roleScopes }) => {
  const { user, ip, session } = await callerOf(event, ports);
  const { email, full_name: fullName } = readJsonRequest(event, requests.PROFILE_CHANGE);
  const change = {
    ...(email === undefined ? {} : { email }),
    ...(fullName === undefined ? {} : { fullName }),
  };
  const changed = await changeProfile(user, change, { ip, ...session }, ports);
  return dataAnswer(profileOf(changed, roleScopes));
};

const exportMine: AccountRoute = async ({ event, ports, roleScopes }) => {
  const { user } = await callerOf(event, ports);
  return dataAnswer(recordView(await ownRecord(user, ports), roleScopes));
};

const eraseMine: AccountRoute = async ({ event, ports, log }) => {
  const { username, ip, session } = await callerOf(event, ports);
  const { current_password: currentPassword } = readJsonRequest(event, requests.ERASURE);
  reportCleaning(await eraseOwnAccount({ username, currentPassword, ip, session }, ports), log);
  return doneAnswer();
};

/** What each route does. The two without a caller take a name and a password. */
export const ACCOUNT_ROUTES: Readonly<Record<string, AccountRoute>> = {
  [REGISTRATION_ROUTE]: register,
  'POST /users/password': changeByName,
  'POST /users/me/password': changeMine,
  'PATCH /users/me': changeMyProfile,
  'GET /users/me/export': exportMine,
  'POST /users/me/erasure': eraseMine,
};

async function callerOf(event: GatewayEvent, ports: AccountPorts) {
  const { user, family } = await callingSession(event, ports);
  const session = { sessionId: family.familyId, clientId: family.clientId };
  return { user, username: user.username, ip: deviceOf(event).ip, session };
}

function reportCleaning(
  { cleaningFailures }: { readonly cleaningFailures: readonly unknown[] },
  log: Pick<EndpointLog, 'error'>,
): void {
  for (const failure of cleaningFailures) {
    log.error('what has ended could not all be cleaned up', failure);
  }
}

import { isReservedScope } from '../../../functions/core/scopes.ts';
import { checkList, checkMatch, refuse, SCOPE, SCOPE_WORDS } from './check-settings.ts';
import type { TokenServiceSettings } from './token-service-settings.ts';

/** As the authorizer hands roles on with spaces between them. */
const ROLE = /^[\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]{1,128}$/;

/** Lambda takes 4 KB of environment, and there is more to say in it. */
const LONGEST_ROLES = 1500;

/**
 * Checks what was said about users.
 *
 * @throws Error naming the prop, what it must be and what it was
 */
export function checkUserSettings(
  settings: Pick<TokenServiceSettings, 'roles' | 'selfRegistrationScopes'>,
): void {
  const { roles, selfRegistrationScopes } = settings;
  for (const [role, scopes] of Object.entries(roles)) {
    checkMatch('roles', role, ROLE, 'named by printable text without spaces and commas');
    checkList(`roles of '${role}'`, scopes, SCOPE, SCOPE_WORDS);
  }
  const { length } = JSON.stringify(roles);
  refuse(
    length > LONGEST_ROLES,
    `roles must be ${LONGEST_ROLES} characters at most as JSON: name fewer scopes`,
    `${length}`,
  );
  checkList('selfRegistrationScopes', selfRegistrationScopes, SCOPE, SCOPE_WORDS);
  const reserved = selfRegistrationScopes.find(isReservedScope);
  refuse(
    reserved !== undefined,
    'selfRegistrationScopes must not have reserved scopes (users:*, tokens:*)',
    reserved,
  );
}

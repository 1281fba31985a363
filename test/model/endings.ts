import {
  changePassword,
  disableUser,
  endSession,
  logOutEverywhere,
} from '../../functions/core/sessions/end-sessions.ts';
import type { Ending } from './world.ts';

export const loggingOut: Ending = {
  name: 'logging out',
  plan: (_, familyId, now) => endSession(familyId, now),
  keepsOwn: false,
};

export const loggingOutEverywhere: Ending = {
  name: 'logging out everywhere',
  plan: (user, _, now) => logOutEverywhere(user, now),
  keepsOwn: false,
};

export const disabling: Ending = {
  name: 'disabling the user',
  plan: (user, _, now) => disableUser(user, now),
  keepsOwn: false,
};

export const changingPassword: Ending = {
  name: 'changing the password',
  plan: (user, familyId, now) => changePassword(user, 'new', familyId, now),
  keepsOwn: true,
};

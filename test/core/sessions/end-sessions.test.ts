import {
  changePassword,
  disableUser,
  endSession,
  logOutEverywhere,
} from '../../../functions/core/sessions/end-sessions.ts';
import type { EndingStep } from '../../../functions/core/sessions/end-sessions.ts';
import type { Family } from '../../../functions/core/sessions/family.ts';
import { applyFamilyWrite } from '../../fakes/apply-family-write.ts';
import { aFamily, aUser, START } from '../../fakes/session-samples.ts';

/** What the steps make of a family of this id. */
const after = (steps: readonly EndingStep[], family: Family): Family =>
  steps.reduce((current, step) => {
    if (step.step === 'change_user') return current;
    if (step.step === 'write_family' && step.familyId !== family.familyId) return current;
    return applyFamilyWrite(current, step.write) ?? current;
  }, family);

const user = aUser({ epoch: 3 });
const own = aFamily({ familyId: 'own', epoch: 3 });
const other = aFamily({ familyId: 'other', epoch: 3 });

describe('logging out everywhere', () => {
  const steps = logOutEverywhere(user, START);

  it('raises the epoch first, if the user is as it was read', () => {
    expect(steps[0]).toEqual({
      step: 'change_user',
      when: { createdAt: user.createdAt, epoch: 3 },
      set: { epoch: 4, updatedAt: START },
    });
  });

  it('marks the sessions, but none that was born under the new epoch', () => {
    expect(after(steps, own)).toMatchObject({ revokedAt: START, revokedReason: 'logged_out' });
    const newborn = aFamily({ epoch: 4 });
    expect(after(steps, newborn)).toEqual(newborn);
  });
});

describe('disabling a user', () => {
  it('disables and raises the epoch at once, then marks the sessions', () => {
    const steps = disableUser(user, START);
    expect(steps[0]).toMatchObject({ set: { disabled: true, epoch: 4 } });
    expect(after(steps, own)).toMatchObject({ revokedReason: 'disabled' });
  });
});

describe('changing the password', () => {
  const steps = changePassword(user, 'new hash', 'own', START);

  it('changes the user before it lifts a session', () => {
    expect(steps.map(({ step }) => step)).toEqual([
      'change_user',
      'write_family',
      'write_families',
    ]);
    expect(steps[0]).toMatchObject({
      set: { passwordHash: 'new hash', passwordChangedAt: START, epoch: 4 },
    });
  });

  it('keeps its own session and ends the others', () => {
    expect(after(steps, own)).toEqual({ ...own, epoch: 4 });
    expect(after(steps, other)).toMatchObject({ revokedReason: 'logged_out' });
    expect(after(changePassword(user, 'new hash', null, START), own).revokedAt).toBe(START);
  });

  it('brings no session back that was revoked, or that an older epoch had ended', () => {
    const revoked = aFamily({ familyId: 'own', revokedAt: 5, revokedReason: 'theft' });
    expect(after(steps, revoked)).toEqual(revoked);
    const left = aFamily({ familyId: 'own', epoch: 2 });
    expect(after(steps, left).epoch).toBe(2);
  });
});

describe('ending one session', () => {
  it('ends that one alone', () => {
    const steps = endSession('own', START);
    expect(after(steps, own)).toMatchObject({ revokedAt: START, revokedReason: 'logged_out' });
    expect(after(steps, other)).toEqual(other);
  });
});

import type { Family } from './family.ts';
import type { FamilyWrite } from './family-write.ts';
import type { AnswerReason, RefusalReason } from './refresh-outcome.ts';
import type { RefreshRules } from './refresh-rules.ts';
import type { ContinueRefresh, RefreshRequest, RefreshState, RefreshStep } from './refresh-step.ts';

/** How often a request starts again when the family moves under its hands. */
export const RESTARTS = 3;

/** The first step of a refresh whose token's MAC is good and whose signing key is in hand. */
export const beginRefresh = (
  request: RefreshRequest,
  now: number,
  rules: RefreshRules,
): RefreshStep =>
  attempt({ request, restarts: 0, user: null, family: null, writing: null }, now, rules);

/** Every further step. `now` is our clock when the step is taken, in milliseconds since the epoch. */
export const continueRefresh: ContinueRefresh = (state, event, now, rules) => {
  switch (event.is) {
    case 'attempted': {
      const next = { ...state, user: event.user, family: event.written };
      if (event.written === null) return { state: next, effect: { do: 'read' } };
      const reuses = state.request.client.refreshTokenPolicy === 'reuse';
      return (
        judgeUser(next, event.written, now, rules) ??
        answer(next, event.written, reuses ? 'reused' : 'rotated', reuses ? now : undefined)
      );
    }
    case 'read':
      return judgeFamily({ ...state, family: event.family }, now, rules);
    case 'found_client': {
      if (event.client?.type !== 'public') return refuse(state, 'other_client');
      const request = { ...state.request, client: event.client };
      return attempt({ ...state, request }, now, rules);
    }
    default:
      return afterWrite(state, event.written, now, rules);
  }
};

function attempt(state: RefreshState, now: number, rules: RefreshRules): RefreshStep {
  const moment = { ...state.request, now };
  const reuses = moment.client.refreshTokenPolicy === 'reuse';
  const write = reuses ? rules.reuse(moment) : rules.rotate(moment);
  return { state: { ...state, writing: null }, effect: { do: 'attempt', write } };
}

function judgeFamily(state: RefreshState, now: number, rules: RefreshRules): RefreshStep {
  const { family, request } = state;
  if (family === null) return refuse(state, 'missing');
  if (family.clientId !== request.client.clientId) {
    return request.clientNamed
      ? refuse(state, 'other_client')
      : { state, effect: { do: 'find_client', clientId: family.clientId } };
  }
  const death = rules.deathOf(family, now);
  if (death !== null) return refuse(state, death);
  const refusal = judgeUser(state, family, now, rules);
  if (refusal !== null) return refusal;

  const moment = { ...request, now };
  const presented = rules.classify(family, moment);
  if (presented === 'theft' || presented === 'restored') {
    return revoke(state, presented, rules.revoke(presented, now));
  }
  if ((request.scope ?? []).some((scope) => !family.scope.includes(scope))) {
    return refuse(state, 'scope_exceeded');
  }
  switch (presented) {
    case 'current':
      return restart(state, now, rules);
    case 'stale':
      return refuse(state, 'held_back');
    case 'concurrent': {
      if (!rules.needsMark(family, moment)) return replay(state, family);
      const write = rules.replay(family, moment);
      return { state: { ...state, writing: 'replay' }, effect: { do: 'write', write } };
    }
    default: {
      const write = rules.recover(family, moment);
      return { state: { ...state, writing: 'recovery' }, effect: { do: 'write', write } };
    }
  }
}

/** @returns the step that ends the family of a user who may not go on, `null` when he may */
function judgeUser(
  state: RefreshState,
  family: Family,
  now: number,
  rules: RefreshRules,
): RefreshStep | null {
  const refusal = rules.userRefusal(state.user, family);
  if (refusal === null) return null;
  // A password change may be lifting this family to the new epoch just now: then look again.
  return revoke(state, refusal, rules.revoke(refusal, now, [{ equal: ['epoch', family.epoch] }]));
}

const revoke = (state: RefreshState, reason: RefusalReason, write: FamilyWrite): RefreshStep => ({
  state: { ...state, writing: reason },
  effect: { do: 'write', write },
});

function afterWrite(
  state: RefreshState,
  written: Family | null,
  now: number,
  rules: RefreshRules,
): RefreshStep {
  const { writing } = state;
  if (writing === 'replay') {
    return written === null ? restart(state, now, rules) : replay(state, written);
  }
  if (writing === 'recovery') {
    if (written === null) return restart(state, now, rules);
    return answer(state, written, isElsewhere(state) ? 'recovered_elsewhere' : 'lost_reply');
  }
  const isProof = writing === 'theft' || writing === 'restored';
  if (writing === null || (written === null && !isProof)) return restart(state, now, rules);
  return refuse({ ...state, family: written ?? state.family }, writing, written !== null);
}

const replay = (state: RefreshState, family: Family): RefreshStep =>
  answer(state, family, isElsewhere(state) ? 'replayed_elsewhere' : 'concurrent');

const restart = (state: RefreshState, now: number, rules: RefreshRules): RefreshStep =>
  state.restarts < RESTARTS
    ? attempt({ ...state, restarts: state.restarts + 1 }, now, rules)
    : refuse(state, 'busy');

function answer(
  state: RefreshState,
  family: Family,
  reason: AnswerReason,
  issuedAt: number = family.rotated[0] ?? 0,
): RefreshStep {
  const { user, request } = state;
  if (user === null) return refuse(state, 'deleted');
  const outcome = {
    is: 'answered',
    reason,
    family,
    user,
    client: request.client,
    issuedAt,
  } as const;
  return { state, effect: { do: 'finish', outcome } };
}

const refuse = (state: RefreshState, reason: RefusalReason, revoked = false): RefreshStep => ({
  state,
  effect: { do: 'finish', outcome: { is: 'refused', reason, family: state.family, revoked } },
});

/** Neither the address nor the agent is that of the last rotation. */
const isElsewhere = ({ family, request: { device } }: RefreshState): boolean =>
  family !== null && family.device.ip !== device.ip && family.device.userAgent !== device.userAgent;

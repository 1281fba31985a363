import { classifyPresented } from './classify-presented.ts';
import { deathOf } from './live-family.ts';
import { recoveryWrite } from './recovery-write.ts';
import { needsMark, replayWrite } from './replay-write.ts';
import { reuseWrite } from './reuse-write.ts';
import { revokeWrite } from './revoke-write.ts';
import { rotationWrite } from './rotation-write.ts';
import { userRefusal } from './user-refusal.ts';

/** The pure functions that the refresh machine is made of. */
export const refreshRules = {
  rotate: rotationWrite,
  recover: recoveryWrite,
  needsMark,
  replay: replayWrite,
  reuse: reuseWrite,
  revoke: revokeWrite,
  classify: classifyPresented,
  deathOf,
  userRefusal,
} as const;

/** The rules as an argument, so that a model can try what each of them is for. */
export type RefreshRules = typeof refreshRules;

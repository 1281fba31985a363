import { composeKeys } from '../runtime/compose-keys.ts';
import { createJsonLog } from '../runtime/json-log.ts';
import { createKeysHandler } from './keys-handler.ts';
import { putAnswer } from './put-answer.ts';

const log = createJsonLog('keys');

export const handler = createKeysHandler(() => composeKeys(process.env, log), {
  log,
  put: putAnswer,
  pause: async (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});

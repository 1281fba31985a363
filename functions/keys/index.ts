import { composeKeys } from '../runtime/compose-keys.ts';
import { createJsonLog, type JsonLog } from '../runtime/json-log.ts';
import { createKeysHandler } from './keys-handler.ts';
import { putAnswer } from './put-answer.ts';

export const handler = createKeysHandler<JsonLog>((log) => composeKeys(process.env, log), {
  log: createJsonLog('keys'),
  put: putAnswer,
  pause: async (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});

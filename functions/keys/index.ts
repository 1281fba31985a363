import { composeKeys, readKeysConfig } from '../runtime/compose-keys.ts';
import { loadConfig } from '../runtime/environment.ts';
import { createJsonLog } from '../runtime/json-log.ts';
import { createKeysHandler } from './keys-handler.ts';
import { putAnswer } from './put-answer.ts';

const log = createJsonLog('keys');

export const handler = createKeysHandler(
  () => composeKeys(loadConfig(process.env, readKeysConfig), log),
  { log, put: putAnswer },
);

import { composeRefresh } from '../runtime/compose-refresh.ts';
import { createRefreshHandler } from './refresh-handler.ts';

export const handler = createRefreshHandler(composeRefresh(process.env));

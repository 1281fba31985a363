import { readFileSync } from 'node:fs';
import { KEY_SET_STALE_LIMIT_MS } from '../../../functions/core/keys/key-set-cache.ts';
import {
  EMERGENCY_DROP_DELAY_MS,
  EMERGENCY_WORST_CASE_MS,
  KEY_SET_CACHE_MS,
  KEY_SET_MAX_AGE_SECONDS,
  REFRESH_TOKEN_KEY_PUBLICATION_MS,
  RETIREMENT_GRACE_MS,
  RING_STALE_LIMIT_MS,
  SIGNING_KEY_PUBLICATION_MS,
} from '../../../functions/core/keys/key-timing.ts';

const page = readFileSync('docs/operations.md', 'utf8').replaceAll(/\s+/g, ' ');
const minutes = (ms: number): number => ms / 60_000;
const maxAge = KEY_SET_MAX_AGE_SECONDS / 60;
const worst = minutes(EMERGENCY_WORST_CASE_MS);

/** The page is for people, its figures are the code's. */
test.each([
  `| signing keys | ${minutes(SIGNING_KEY_PUBLICATION_MS)} minutes at least`,
  `| refresh-token keys | ${minutes(REFRESH_TOKEN_KEY_PUBLICATION_MS)} minutes at least`,
  `an access token's life and ${minutes(RETIREMENT_GRACE_MS)} minutes: ${15 + minutes(RETIREMENT_GRACE_MS)} minutes`,
  `${worst} minutes: ${minutes(EMERGENCY_DROP_DELAY_MS)} for the signers, ${minutes(KEY_SET_CACHE_MS)} for the key-set cache`,
  `\`authorizerCacheTtl\` more: ${worst + 1} minutes`,
  `${maxAge} minutes more for the HTTP cache: ${worst + maxAge} minutes`,
  `${minutes(KEY_SET_STALE_LIMIT_MS) / 60} hour; then it refuses everything (500)`,
  `Wait ${minutes(RING_STALE_LIMIT_MS)} minutes if Secrets Manager was disturbed`,
])('docs/operations.md says: %s', (figure) => {
  expect(page).toContain(figure);
});

import { worstCaseSeconds } from '../../../functions/core/authorization/worst-case-refusal.ts';

const settings = {
  accessTokenTtl: 900,
  authorizerCacheTtl: 60,
  sessionCheck: 'immediate',
} as const;

test('with the session check, the gateway’s cache is what a logout waits for', () => {
  expect(worstCaseSeconds(settings)).toEqual({
    afterLogout: 60,
    afterDisabling: 60,
    afterExpiry: 65,
    afterKeyRetirement: 420,
  });
});

test('without it, a token lives until it has expired', () => {
  expect(worstCaseSeconds({ ...settings, sessionCheck: 'on-expiry' })).toEqual({
    afterLogout: 965,
    afterDisabling: 965,
    afterExpiry: 65,
    afterKeyRetirement: 420,
  });
});

test('without a cache, a logout counts at once', () => {
  expect(worstCaseSeconds({ ...settings, authorizerCacheTtl: 0 })).toEqual({
    afterLogout: 0,
    afterDisabling: 0,
    afterExpiry: 5,
    afterKeyRetirement: 360,
  });
});

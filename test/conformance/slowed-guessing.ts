import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { assertOAuthError, JOHN } from './conformance-client.ts';
import type { Statement } from './statement.ts';
import { refusingWith } from './violations.ts';

/** The free tries, and some that have to wait: the delays grow faster than anybody can ask. */
const TRIES = 10 + 4;

/** RFC 6749 §4.3.2 wants the endpoint protected against brute force. */
export const slowedGuessing: Statement = {
  section: '§4.3.2',
  says: 'Guessing passwords is slowed down: after ten tries 429, with `Retry-After`, for names that nobody has too.',
  async check(client) {
    const guess = { ...JOHN, username: `guessed-${randomUUID()}`, password: 'wrong' };
    const answers = [];
    for (let tries = 0; tries < TRIES; tries += 1) answers.push(await client.post('/token', guess));
    for (const free of answers.slice(0, 10)) assertOAuthError(free, 400, 'invalid_grant');
    const slowed = answers.filter(({ status }) => status === 429);
    assert.ok(slowed.length > 0, 'no try had to wait');
    for (const answer of slowed) {
      assertOAuthError(answer, 429, 'temporarily_unavailable');
      assert.match(answer.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    }
  },
  violation: refusingWith(400, 'invalid_grant'),
};

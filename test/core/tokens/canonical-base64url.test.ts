import * as fc from 'fast-check';

import { isCanonicalBase64url } from '../../../functions/core/tokens/canonical-base64url.ts';

describe('isCanonicalBase64url', () => {
  it('holds for what an encoder writes', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(bytes, (value) => {
        expect(isCanonicalBase64url(Buffer.from(value).toString('base64url'))).toBe(true);
      }),
    );
  });

  it('holds for nothing else', () => {
    const letters = fc.constantFrom(...Array.from('ABCwxyz019-_=+/ \n'));
    const text = fc.array(letters, { maxLength: 9 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (value) => {
        const again = Buffer.from(value, 'base64url').toString('base64url');
        expect(isCanonicalBase64url(value)).toBe(value !== '' && again === value);
      }),
      { numRuns: 5000 },
    );
  });
});

import * as fc from 'fast-check';
import { formUrlDecode, parseForm } from '../../functions/http/form-parameters.ts';

describe('a form', () => {
  it('reads what a browser writes', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((one) => !/\0/.test(one));
    fc.assert(
      fc.property(
        fc.dictionary(text, text, { maxKeys: 6, noNullPrototype: true }),
        (parameters) => {
          const written = new URLSearchParams(parameters).toString();
          expect(Object.fromEntries(parseForm(written))).toEqual(parameters);
        },
      ),
    );
  });

  it('takes a name without a value for an empty one, and cuts at the first equals sign', () => {
    expect([...parseForm('a&b=&c=d=e&&=f')]).toEqual([
      ['a', ''],
      ['b', ''],
      ['c', 'd=e'],
      ['', 'f'],
    ]);
  });

  it('sees one name behind its spellings', () => {
    expect(() => parseForm('scope=a&sc%6Fpe=b')).toThrow('repeated_parameter');
  });

  it.each(['%', '%a', '%zz', '%ff', '%C0%80', '%ED%A0%80', '%F5%80%80%80', '%00'])(
    'does not decode %s',
    (text) => {
      expect(formUrlDecode(text)).toBeNull();
    },
  );
});

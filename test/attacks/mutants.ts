import type { NamedToken } from './forge.ts';

const ALPHABET = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
/** What decoders are known to skip, to take for another letter, or to fold into one. */
const OTHERS = ['.', '=', '+', '/', ' ', '\0', '\n', '\t', ',', '~', 'é', '\u212A', '\uFF21', '💥'];

/**
 * Every mutant of a token by one character: each position with each other letter of the alphabet and
 * some that are in none, each position left out, and each position doubled.
 */
export function* mutants(token: string): Generator<NamedToken> {
  for (let at = 0; at < token.length; at += 1) {
    const [before, own, after] = [token.slice(0, at), token.charAt(at), token.slice(at + 1)];
    for (const letter of [...ALPHABET, ...OTHERS]) {
      if (letter !== own) {
        yield { name: `${JSON.stringify(letter)} at ${at}`, token: before + letter + after };
      }
    }
    yield { name: `without ${at}`, token: before + after };
    yield { name: `${at} doubled`, token: before + own + own + after };
  }
}

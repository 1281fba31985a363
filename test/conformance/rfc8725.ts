import { attackTokens } from '../attacks/attack-tokens.ts';
import { decode, forge, type NamedToken } from '../attacks/forge.ts';
import { signedAttacks } from '../attacks/signed-attacks.ts';
import type { ConformanceClient } from './conformance-client.ts';
import type { ConformanceDocument, Statement } from './statement.ts';
import { takingAnyToken } from './violations.ts';

/** Attacks that anybody can make of one valid token and the published keys. */
const forgeries = async (client: ConformanceClient, name: RegExp): Promise<NamedToken[]> => {
  const { access_token } = await client.logIn();
  return attackTokens(access_token, await client.publishedKeys()).filter((one) =>
    name.test(one.name),
  );
};

/** Tokens that the service's own key has signed and that break a rule all the same. */
const signedBadly = async (client: ConformanceClient, name: RegExp): Promise<NamedToken[]> => {
  const { access_token } = await client.logIn();
  const now = Math.floor(client.now() / 1000);
  return signedAttacks(access_token, client.signer, now).filter((one) => name.test(one.name));
};

const refuses = (
  section: string,
  says: string,
  tokens: (client: ConformanceClient) => Promise<readonly NamedToken[]>,
): Statement => ({
  section,
  says,
  check: async (client) => client.expectRefused(await tokens(client)),
  violation: takingAnyToken,
});

/** RFC 8725. */
export const rfc8725: ConformanceDocument = {
  rfc: 'RFC 8725',
  title: 'JSON Web Token Best Current Practices',
  statements: [
    refuses('§2.1, §3.2', '`none` is no algorithm, however it is spelled.', (client) =>
      forgeries(client, /^alg none/i),
    ),
    refuses('§2.1, §3.1', 'A public key is no HMAC secret, in whatever form.', (client) =>
      forgeries(client, /^HS\d/),
    ),
    refuses(
      '§3.1',
      'The algorithm is the key’s; a header that names another is refused.',
      (client) => forgeries(client, /^(no alg|alg (?!none))/i),
    ),
    refuses('§3.1', 'That holds with a good signature, too.', (client) =>
      signedBadly(client, /^signed: alg/),
    ),
    refuses('§3.3', 'Every signature is validated, of the one length that it can have.', (client) =>
      forgeries(client, /signature|^(r|s) |^DER|^twice|^last byte|^zero byte|stranger's key/),
    ),
    refuses('§3.7', 'Header and payload are UTF-8, without a byte order mark.', (client) =>
      forgeries(client, /UTF-8|byte order mark/),
    ),
    refuses('§3.8', 'Issuer and subject are checked, byte for byte.', (client) =>
      signedBadly(client, /^signed: (iss|sub) /),
    ),
    refuses('§3.9', 'The audience is checked, and has to be there.', (client) =>
      signedBadly(client, /^signed: aud /),
    ),
    refuses('§3.10', 'Keys that a token brings or points to are not used.', (client) =>
      forgeries(client, /^(embedded jwk|jku|x5u|x5c|x5t)/),
    ),
    refuses(
      '§3.10',
      'A key id is a name in the published set, never a path or a query.',
      (client) => forgeries(client, /^kid /),
    ),
    refuses('§3.11', 'The type is explicit: anything but `at+jwt` is refused.', (client) =>
      signedBadly(client, /^signed: typ /),
    ),
    refuses(
      '§3.12',
      'A JWT of another kind, from the same key, is no access token.',
      async (client) => {
        const { access_token } = await client.logIn();
        const [header, payload] = access_token.split('.').slice(0, 2).map(decode);
        const { iss, sub, exp, iat } = payload ?? {};
        const idToken = { iss, sub, aud: 'default', exp, iat, nonce: 'n', auth_time: iat };
        return [
          { name: 'an ID token', token: forge({ ...header, typ: 'JWT' }, idToken, client.signer) },
          { name: 'its claims as at+jwt', token: forge(header, idToken, client.signer) },
        ];
      },
    ),
    refuses(
      'RFC 7515 §4.1.11',
      'A critical extension is refused, since none is understood.',
      (client) => signedBadly(client, /^signed: (crit|b64)/),
    ),
  ],
};

/** The cost of one argon2 hash (RFC 9106 §3.1). */
export interface Argon2Parameters {
  readonly memoryKiB: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

/** An argon2 hash, read. */
export interface Argon2Hash extends Argon2Parameters {
  readonly type: 'argon2id' | 'argon2i' | 'argon2d';
  /** 0x13, or 0x10 in the hashes of before 2016, which may leave it out. */
  readonly version: 0x10 | 0x13;
  readonly salt: Uint8Array;
  readonly digest: Uint8Array;
}

const PHC = /^\$(argon2id|argon2i|argon2d)(?:\$v=(16|19))?\$([a-z0-9=,]{1,80})\$([^$]+)\$([^$]+)$/;
const PARAMETER = /^([mtp])=([1-9]\d{0,9})$/;
const LONGEST = 512;

/**
 * Reads an argon2 hash in the PHC string format, with the parameters in any order: the reference
 * implementation and Python write `m,t,p`, older versions of Node's package wrote `m,p,t`.
 *
 * @param text a stored hash
 * @returns its parts, or `null` when it isn't an argon2 hash or has parts that can't be verified here
 *   (a key id or associated data)
 */
export function parseArgon2Hash(text: string): Argon2Hash | null {
  const [, type, version, parameters, salt, digest] =
    (text.length <= LONGEST ? PHC.exec(text) : null) ?? [];
  if (parameters === undefined || salt === undefined || digest === undefined) return null;
  const costs = new Map<string, number>();
  for (const parameter of parameters.split(',')) {
    const [, name, value] = PARAMETER.exec(parameter) ?? [];
    if (name === undefined || costs.has(name)) return null;
    costs.set(name, Number(value));
  }
  const [memoryKiB, timeCost, parallelism] = [costs.get('m'), costs.get('t'), costs.get('p')];
  const [saltBytes, digestBytes] = [decodeBase64(salt), decodeBase64(digest)];
  if (!memoryKiB || !timeCost || !parallelism || !saltBytes || !digestBytes) return null;
  // The bounds of the algorithm itself (RFC 9106 §3.1); the native library throws on less.
  if (saltBytes.length < 8 || digestBytes.length < 4 || memoryKiB < 8 * parallelism) return null;
  return {
    type: type as Argon2Hash['type'],
    version: version === '19' ? 0x13 : 0x10,
    memoryKiB,
    timeCost,
    parallelism,
    salt: saltBytes,
    digest: digestBytes,
  };
}

/** @returns the hash in the PHC string format with the field order `m,t,p`, which every system reads */
export function formatArgon2Hash(hash: Argon2Hash): string {
  const costs = `m=${hash.memoryKiB},t=${hash.timeCost},p=${hash.parallelism}`;
  return `$${hash.type}$v=${hash.version}$${costs}$${encodeBase64(hash.salt)}$${encodeBase64(hash.digest)}`;
}

/** PHC's B64: the standard alphabet without padding. */
const encodeBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('base64').replace(/=+$/, '');

const decodeBase64 = (text: string): Uint8Array | null => {
  const bytes = Buffer.from(text, 'base64');
  // Node's decoder skips what it can't read; a hash with such parts is not what its maker wrote.
  return encodeBase64(bytes) === text.replace(/=+$/, '') ? bytes : null;
};

import { decodeBase64, encodeBase64 } from './base64-parts.ts';

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
/** Django puts its own name of the algorithm before the PHC string: `argon2$argon2id$v=19$…`. */
const DJANGO = 'argon2$';

/**
 * The most that a stored hash may cost, so that an imported one can't be a bomb: 256 MiB at once, and
 * about a second on one vCPU (memory times passes).
 */
const CEILING = {
  memoryKiB: 256 * 1024,
  timeCost: 64,
  parallelism: 16,
  kibTimesPasses: 1024 * 1024,
};

/**
 * Reads an argon2 hash in the PHC string format, with the parameters in any order: the reference
 * implementation and Python write `m,t,p`, older versions of Node's package wrote `m,p,t`. Django's
 * prefix may stand before it.
 *
 * @param text a stored hash
 * @returns its parts, or `null` when it isn't an argon2 hash or has parts that can't be verified here
 *   (a key id or associated data)
 */
export function parseArgon2Hash(text: string): Argon2Hash | null {
  if (text.length > LONGEST) return null;
  const phc = text.startsWith(DJANGO) ? text.slice(DJANGO.length - 1) : text;
  const [, type, version, parameters, salt, digest] = PHC.exec(phc) ?? [];
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

/** @returns whether such a hash costs no more than any may */
export const argon2WithinCeiling = (cost: Argon2Parameters): boolean =>
  cost.memoryKiB <= CEILING.memoryKiB &&
  cost.timeCost <= CEILING.timeCost &&
  cost.parallelism <= CEILING.parallelism &&
  cost.memoryKiB * cost.timeCost <= CEILING.kibTimesPasses;

/** @returns the hash in the PHC string format with the field order `m,t,p`, which every system reads */
export function formatArgon2Hash(hash: Argon2Hash): string {
  const costs = `m=${hash.memoryKiB},t=${hash.timeCost},p=${hash.parallelism}`;
  return `$${hash.type}$v=${hash.version}$${costs}$${encodeBase64(hash.salt)}$${encodeBase64(hash.digest)}`;
}

/** The order of P-256's group. */
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * Signatures that are none: of the wrong length or form, or numbers that a careless implementation
 * takes (CVE-2022-21449, "psychic signatures").
 *
 * @param valid the signature of a valid token
 */
export const mutateSignature = (valid: Buffer): [string, Uint8Array][] => {
  const [r, s] = [valid.subarray(0, 32), valid.subarray(32, 64)];
  return [
    ['signature of one byte', Buffer.from([1])],
    ['all zero signature', Buffer.alloc(valid.length)],
    ['all ones signature', Buffer.alloc(valid.length, 0xff)],
    ['r is zero', Buffer.concat([Buffer.alloc(32), s])],
    ['s is zero', Buffer.concat([r, Buffer.alloc(32)])],
    ['r and s are the order', Buffer.concat([bytes(N), bytes(N)])],
    ['r and s are one', Buffer.concat([bytes(1n), bytes(1n)])],
    ['r and s swapped', Buffer.concat([s, r])],
    ['r plus the order', Buffer.concat([bytes((number(r) + N) % (1n << 256n)), s])],
    ['last byte missing', valid.subarray(0, -1)],
    ['last byte twice', Buffer.concat([valid, valid.subarray(-1)])],
    ['zero byte in front', Buffer.concat([Buffer.alloc(1), valid])],
    ['zero byte behind', Buffer.concat([valid, Buffer.alloc(1)])],
    ['twice', Buffer.concat([valid, valid])],
    ['DER', der(r, s)],
    ['DER of zeros', der(Buffer.alloc(1), Buffer.alloc(1))],
  ];
};

const number = (part: Uint8Array): bigint => BigInt(`0x${Buffer.from(part).toString('hex')}`);

const bytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');

/** ASN.1's SEQUENCE of two INTEGERs, as most libraries outside of JOSE sign. */
const der = (r: Uint8Array, s: Uint8Array): Buffer => {
  const integers = Buffer.concat([r, s].map(integer));
  return Buffer.concat([Buffer.from([0x30, integers.length]), integers]);
};

const integer = (value: Uint8Array): Buffer => {
  const padded = Buffer.concat([Buffer.alloc((value[0] ?? 0) > 0x7f ? 1 : 0), value]);
  return Buffer.concat([Buffer.from([0x02, padded.length]), padded]);
};

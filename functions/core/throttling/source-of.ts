const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/;

/** What an IPv4 address looks like within IPv6: `::ffff:192.0.2.7` (RFC 4291 §2.5.5.2). */
const MAPPED_PREFIX = [0, 0, 0, 0, 0, 0xffff];

/** Addresses that can't be read count together. */
const UNREADABLE = 'unknown';

/**
 * The network that a request came from, which is what one party usually has for itself: a /24 of
 * IPv4, a /64 of IPv6. Each spelling of an address gives the same.
 *
 * @param ip as the gateway saw it, never as a header claims it
 * @returns such as `192.0.2.0/24`, or `2001:db8:0:7::/64`
 */
export function sourceOf(ip: string): string {
  const octets = octetsOf(ip);
  if (octets !== null) return networkOf(octets);
  const groups = groupsOf(ip);
  if (groups === null) return UNREADABLE;
  if (MAPPED_PREFIX.every((group, at) => groups[at] === group)) {
    const [high = 0, low = 0] = groups.slice(6);
    return networkOf([high >> 8, high & 255, low >> 8]);
  }
  const prefix = groups.slice(0, 4).map((group) => group.toString(16));
  return `${prefix.join(':')}::/64`;
}

const networkOf = ([a, b, c]: readonly number[]): string => `${a}.${b}.${c}.0/24`;

/** @returns the four numbers of an IPv4 address */
function octetsOf(text: string): readonly number[] | null {
  if (!IPV4.test(text)) return null;
  const octets = text.split('.').map(Number);
  return octets.every((octet) => octet <= 255) ? octets : null;
}

/** @returns the eight numbers of an IPv6 address */
function groupsOf(text: string): readonly number[] | null {
  const [address = ''] = text.split('%');
  const [head = '', tail, ...more] = address.split('::');
  if (more.length > 0) return null;
  const isWhole = tail === undefined;
  const [before, after] = [partsOf(head, isWhole), partsOf(tail ?? '', true)];
  if (before === null || after === null) return null;
  const missing = 8 - before.length - after.length;
  if (isWhole ? missing !== 0 : missing < 1) return null;
  return [...before, ...Array.from({ length: missing }, () => 0), ...after];
}

/** @param isLast whether they end the address: the last may be written as an IPv4 address then */
function partsOf(text: string, isLast: boolean): readonly number[] | null {
  if (text === '') return [];
  const words = text.split(':');
  const groups = words.flatMap((word, at) => {
    if (/^[0-9a-f]{1,4}$/i.test(word)) return [Number.parseInt(word, 16)];
    const octets = isLast && at === words.length - 1 ? octetsOf(word) : null;
    if (octets === null) return [Number.NaN];
    const [a = 0, b = 0, c = 0, d = 0] = octets;
    return [(a << 8) | b, (c << 8) | d];
  });
  return groups.some(Number.isNaN) ? null : groups;
}

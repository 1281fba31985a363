import { BlockList, isIPv4, isIPv6, SocketAddress } from 'node:net';
import * as fc from 'fast-check';
import { sourceOf } from '../../../functions/core/throttling/source-of.ts';

describe('where a request came from', () => {
  it.each([
    ['192.0.2.7', '192.0.2.0/24'],
    ['192.0.2.255', '192.0.2.0/24'],
    ['::ffff:192.0.2.7', '192.0.2.0/24'],
    ['::FFFF:c000:207', '192.0.2.0/24'],
    ['0:0:0:0:0:ffff:192.0.2.9', '192.0.2.0/24'],
    ['2001:db8:0:7::1', '2001:db8:0:7::/64'],
    ['2001:0DB8:0000:0007:ffff:ffff:ffff:ffff', '2001:db8:0:7::/64'],
    ['2001:db8:0:8::1', '2001:db8:0:8::/64'],
    ['2001:db8::', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::192.0.2.7', '0:0:0:0::/64'],
  ])('%s is in %s', (ip, source) => {
    expect(sourceOf(ip)).toBe(source);
  });

  it.each([
    '',
    'unknown',
    '256.0.0.1',
    '1.2.3',
    '1.2.3.4.5',
    '192.0.2.7, 10.0.0.1',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    '1:2:3:4::5:6:7:8',
    '12345::',
    '::g',
    ':1:2:3:4:5:6:7',
    '1.2.3.4::',
    '::1.2.3.256',
  ])('%j can’t be read, and counts with all such', (ip) => {
    expect(isIPv4(ip) || isIPv6(ip)).toBe(false);
    expect(sourceOf(ip)).toBe('unknown');
  });

  it('is the same for two addresses exactly when they are of one network', () => {
    const near = fc.tuple(fc.ipV6(), fc.ipV6(), fc.nat(127)).map(([one, other, bits]) => {
      const [from, to] = [bitsOf(one), bitsOf(other)];
      return [one, textOf(from.slice(0, bits) + to.slice(bits))] as const;
    });
    fc.assert(
      fc.property(near, ([one, other]) => {
        // `::ffff:0:0/96` is IPv4, where a /24 counts.
        const isMapped = bitsOf(one).startsWith(MAPPED) || bitsOf(other).startsWith(MAPPED);
        fc.pre(!isMapped);
        const network = new BlockList();
        network.addSubnet(one, 64, 'ipv6');
        expect(sourceOf(one) === sourceOf(other)).toBe(network.check(other, 'ipv6'));
      }),
    );
  });
});

const MAPPED = `${'0'.repeat(80)}${'1'.repeat(16)}`;

/** The address as 128 digits, by another's reading: Node's. */
function bitsOf(ip: string): string {
  const { address } = new SocketAddress({ address: ip, family: 'ipv6' });
  const host = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail = ''] = host.split('::');
  const [before, after] = [head, tail].map((part) => (part === '' ? [] : part.split(':')));
  const zeros = Array.from({ length: 8 - (before?.length ?? 0) - (after?.length ?? 0) }, () => '0');
  return [...(before ?? []), ...zeros, ...(after ?? [])]
    .map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'))
    .join('');
}

const textOf = (bits: string): string =>
  Array.from({ length: 8 }, (_, at) =>
    Number.parseInt(bits.slice(16 * at, 16 * at + 16), 2).toString(16),
  ).join(':');

import * as fc from 'fast-check';
import { arrivedAt } from '../../functions/http/request-arrival.ts';
import { deviceOf } from '../../functions/http/request-device.ts';
import { gatewayEvent } from '../fakes/gateway-events.ts';
import { START } from '../fakes/session-samples.ts';

describe('when a request arrived', () => {
  it.each([
    ['the stamp', START - 6000, START - 6000],
    ['the stamp of the longest wait that the gateway has', START - 29_000, START - 29_000],
    ['now, for a stamp of more than that', START - 30_001, START],
    ['a stamp a little ahead of our clock', START + 1500, START + 1500],
    ['now, for the stamp of a recorded event', START - 86_400_000, START],
    ['now, for a stamp far ahead', START + 86_400_000, START],
    ['now, for no number', Number.NaN, START],
    ['now, without a stamp', undefined, START],
  ])('is %s', (_, requestTimeEpoch, expected) => {
    const event = gatewayEvent(requestTimeEpoch === undefined ? {} : { requestTimeEpoch });
    expect(arrivedAt(event, START)).toBe(expected);
  });
});

describe('where a request came from', () => {
  it('is the address and the agent that the gateway saw', () => {
    const event = gatewayEvent({ ip: '203.0.113.9', userAgent: 'curl/8' });
    expect(deviceOf(event)).toEqual({ ip: '203.0.113.9', userAgent: 'curl/8' });
    expect(deviceOf({})).toEqual({ ip: '', userAgent: '' });
  });

  it('keeps as much of the agent as fits into 256 bytes of whole characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 80, maxLength: 400 }), (userAgent) => {
        const kept = deviceOf(gatewayEvent({ userAgent })).userAgent;
        expect(userAgent.startsWith(kept)).toBe(true);
        const next = String.fromCodePoint(userAgent.codePointAt(kept.length) ?? 0x61);
        expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(256);
        expect(kept === userAgent || Buffer.byteLength(kept + next) > 256).toBe(true);
      }),
    );
  });

  it('makes well-formed text of an agent that is not', () => {
    expect(deviceOf(gatewayEvent({ userAgent: 'a\uD800b' })).userAgent).toBe('a\uFFFDb');
  });
});

import type { Device } from '../core/sessions/family.ts';
import type { GatewayEvent } from './gateway-event.ts';

const MAX_USER_AGENT_BYTES = 256;

/**
 * @returns where a request came from: the address that the gateway saw, and the user agent's own
 *   words, cut to 256 bytes between two characters
 */
export function deviceOf(event: GatewayEvent): Device {
  const identity = event.requestContext?.identity;
  return { ip: identity?.sourceIp ?? '', userAgent: cut(identity?.userAgent ?? '') };
}

function cut(text: string): string {
  // A UTF-16 unit is at least a byte, so nothing beyond these units can stay.
  const bytes = new TextEncoder().encode(text.slice(0, MAX_USER_AGENT_BYTES));
  if (bytes.length <= MAX_USER_AGENT_BYTES) return new TextDecoder().decode(bytes);
  // Decoding as a stream leaves out a character that the cut left incomplete.
  return new TextDecoder().decode(bytes.subarray(0, MAX_USER_AGENT_BYTES), { stream: true });
}

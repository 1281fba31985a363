import { createHash } from 'node:crypto';

/**
 * The key of a counter. A name goes into the table hashed: people type passwords into name fields, and
 * of a name that nobody has there is no other trace.
 */
export const counterKey = (kind: 'account' | 'source' | 'registration', name: string): string =>
  createHash('sha256').update(`latchkey throttle ${kind} v1\0${name}`).digest('base64url');

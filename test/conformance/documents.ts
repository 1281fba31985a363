import { rfc6749 } from './rfc6749.ts';
import { rfc6750 } from './rfc6750.ts';
import { rfc7009 } from './rfc7009.ts';
import { rfc7662 } from './rfc7662.ts';
import { rfc8414 } from './rfc8414.ts';
import { rfc8725 } from './rfc8725.ts';
import { rfc9068 } from './rfc9068.ts';
import { rfc9700 } from './rfc9700.ts';
import type { ConformanceDocument } from './statement.ts';

/** Every RFC that the service is held against; the last takes the clock far ahead. */
export const documents: readonly ConformanceDocument[] = [
  rfc6749,
  rfc6750,
  rfc7009,
  rfc7662,
  rfc8414,
  rfc8725,
  rfc9068,
  rfc9700,
];

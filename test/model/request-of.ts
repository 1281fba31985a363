import type { RefreshRequest } from '../../functions/core/sessions/refresh-step.ts';
import { aClient } from '../fakes/session-samples.ts';
import { OVERLAP } from './world.ts';
import type { Flight, Scenario } from './world.ts';

const CLIENTS = {
  recover: aClient({ refreshTokenPolicy: 'recover' }),
  strict: aClient({ refreshTokenPolicy: 'strict' }),
  reuse: aClient({ refreshTokenPolicy: 'reuse' }),
};
const DEVICE = { ip: '192.0.2.7', userAgent: 'browser/1' };
const IDLE_MILLIS = 30 * 86_400_000;

/** What the machine is told of a flight. */
export const requestOf = (flight: Flight, scenario: Scenario): RefreshRequest => ({
  generation: flight.generation,
  client: CLIENTS[scenario.policy],
  clientNamed: true,
  scope: null,
  device: DEVICE,
  arrivedAt: flight.arrivedAt,
  idleMillis: IDLE_MILLIS,
  overlapMillis: OVERLAP,
});

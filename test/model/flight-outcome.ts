import type { RefreshOutcome } from '../../functions/core/sessions/refresh-outcome.ts';
import type { Flight } from './world.ts';

/** The outcome of a flight whose answer is on its way to the client. */
export const outcomeOf = (flight: Flight): RefreshOutcome | null =>
  flight.step?.effect.do === 'finish' ? flight.step.effect.outcome : null;

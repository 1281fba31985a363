import type { ProgressBar, Surroundings } from '../surroundings.ts';
import { figure } from './import-sums.ts';

/** What takes no longer than this many records is over before anybody wonders. */
const WORTH_SAYING = 10_000;

/**
 * Shows how far something has come: a bar on a terminal, elsewhere a line at each tenth.
 *
 * @param label what goes on
 * @param max how many there are to do
 */
export function startProgress(
  label: string,
  max: number,
  { progress, note }: Pick<Surroundings, 'progress' | 'note'>,
): { readonly advance: (step: number) => void; readonly stop: () => void } {
  let done = 0;
  const bar: ProgressBar | null = progress?.(label, max) ?? null;
  const text = (): string => `${label}: ${figure(done)} of ${figure(max)}`;
  return {
    advance(step) {
      const before = done;
      done += step;
      if (bar !== null) bar.advance(step, text());
      else if (max >= WORTH_SAYING && tenthsOf(done, max) > tenthsOf(before, max)) note(text());
    },
    stop: () => bar?.stop(text()),
  };
}

const tenthsOf = (done: number, max: number): number => Math.floor((10 * done) / max);

import type { LeftOut } from './source-user.ts';
import type { Written } from './write-user.ts';

/** What an import has done so far. */
export interface ImportSums {
  readonly read: number;
  readonly imported: number;
  readonly updated: number;
  readonly skipped: number;
  readonly rejected: number;
  /** Of those who were imported: they have to be given a password. */
  readonly withoutPassword: number;
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
}

/** Nothing yet. */
export const NO_SUMS: ImportSums = {
  read: 0,
  imported: 0,
  updated: 0,
  skipped: 0,
  rejected: 0,
  withoutPassword: 0,
  leftOut: {},
};

/** What became of one record. */
export type Outcome =
  | {
      readonly outcome: Written;
      readonly withoutPassword: boolean;
      readonly leftOut: readonly LeftOut[];
    }
  | { readonly outcome: 'rejected' }
  /** It is something else than a user. */
  | { readonly outcome: 'passed_over' };

/** @returns the sums with one record more */
export function withOutcome(sums: ImportSums, outcome: Outcome): ImportSums {
  const read = sums.read + 1;
  if (outcome.outcome === 'passed_over') {
    return { ...sums, read, leftOut: withMore(sums.leftOut, 'other_entries') };
  }
  const counted = { ...sums, read, [outcome.outcome]: sums[outcome.outcome] + 1 };
  if (outcome.outcome === 'rejected') return counted;
  const isNew = outcome.outcome === 'imported' && outcome.withoutPassword;
  return {
    ...counted,
    withoutPassword: sums.withoutPassword + (isNew ? 1 : 0),
    leftOut: outcome.leftOut.reduce(withMore, sums.leftOut),
  };
}

const withMore = (leftOut: ImportSums['leftOut'], what: LeftOut): ImportSums['leftOut'] => ({
  ...leftOut,
  [what]: (leftOut[what] ?? 0) + 1,
});

/**
 * @param millis how long this run took, for the records that it has read itself
 * @returns `imported 99,998 · skipped 0 · rejected 2 (users.csv.rejects.ndjson) · 100,000 read in 61 s (1,640/s)`
 */
export function sumsLine(
  sums: ImportSums,
  run: { millis: number; readNow: number; rejectsFile: string; dryRun: boolean },
): string {
  const { read, imported, updated, skipped, rejected, withoutPassword } = sums;
  const { millis, readNow, rejectsFile, dryRun } = run;
  const seconds = millis / 1000;
  const rate = millis > 0 ? ` (${figure(Math.round(readNow / seconds))}/s)` : '';
  return [
    `${dryRun ? 'would import' : 'imported'} ${figure(imported)}${withoutPassword > 0 ? `, ${figure(withoutPassword)} without a password` : ''}`,
    ...(updated > 0 ? [`${dryRun ? 'would update' : 'updated'} ${figure(updated)}`] : []),
    `skipped ${figure(skipped)}`,
    `rejected ${figure(rejected)}${rejected > 0 ? ` (${rejectsFile})` : ''}`,
    `${figure(read)} read in ${seconds < 10 ? seconds.toFixed(1) : figure(Math.round(seconds))} s${rate}`,
  ].join(' · ');
}

const NOTES: Readonly<Record<LeftOut, string>> = {
  groups: 'are in groups or have permissions of their own there: none was imported, see --role',
  privileges: 'are superusers or staff there, and users like all others here',
  reserved_scopes:
    'hold reserved scopes (users:*, tokens:*) there, which no import gives: see scopes --reserved',
  other_entries: 'entries of the file are no users and were passed over',
};

/** @returns a line about each thing that was left out */
export const leftOutLines = ({ leftOut }: ImportSums): readonly string[] =>
  (Object.entries(leftOut) as [LeftOut, number][]).map(
    ([what, count]) => `${figure(count)} ${NOTES[what]}`,
  );

/** @returns `100,000` */
export const figure = (count: number): string => count.toLocaleString('en-US');

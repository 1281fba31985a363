import { createHash } from 'node:crypto';
import { askFirst } from '../../ask-first.ts';
import { CliError } from '../../cli-error.ts';
import type { CommandOptions } from '../../operator-program.ts';
import type { Surroundings } from '../surroundings.ts';
import type { UsersService } from '../users-service.ts';
import type { DraftOptions } from './draft-user.ts';
import { detectFormat, IMPORT_FORMATS, type ImportFormatName } from './formats.ts';
import { stateFileOf, type ImportState } from './import-state.ts';
import { figure, leftOutLines, NO_SUMS, sumsLine, withOutcome } from './import-sums.ts';
import { inParallel } from './in-parallel.ts';
import { startProgress } from './progress.ts';
import { openRejects, type Reject } from './rejects-file.ts';
import { createPreparation, settle, type Prepared } from './settle-records.ts';
import { BrokenFile, readSource } from './source-file.ts';
import { areStillThere } from './still-there.ts';
import { surveyFile } from './survey-file.ts';
import { NOBODYS_ID, readTakenIds } from './taken-ids.ts';

/** How users are imported. */
export interface ImportOptions extends CommandOptions, DraftOptions {
  /** Default: told by the file's beginning. */
  readonly format?: ImportFormatName;
  /** Whether users who are there and differ are changed. */
  readonly update: boolean;
  /** Whether an import that did not finish is begun anew. */
  readonly restart: boolean;
  /** How many are written at once. */
  readonly parallel: number;
  /** How many are written in a second at most, or `null`: as many as go. */
  readonly rate: number | null;
}

/** After so many the state is saved: what dies between does as many again, and finds them there. */
const BATCH = 500;

/** The rejects that are told at once; the file has all. */
const TOLD = 5;

/**
 * Imports a file's users: reads all of it first, and writes nobody if it is broken. Whoever dies
 * half-way goes on where the state file says; nobody is there twice.
 *
 * @returns whether everybody came in
 * @throws CliError when the file or the service is no good
 */
export async function importUsers(
  service: UsersService,
  path: string,
  options: ImportOptions,
  surroundings: Surroundings,
): Promise<boolean> {
  const { print, note, now, newUserId, pause } = surroundings;
  const { dryRun = false, parallel, rate, json = false } = options;
  const begun = now();
  const name = options.format ?? detectFormat(path);
  const format = IMPORT_FORMATS[name];
  if (options.format === undefined) note(`taken for ${format.title}: --format ${name}`);
  const { records, saysIds, sha256 } = await surveyFile(path, format);
  const isAnothersId = saysIds ? await readTakenIds(service) : NOBODYS_ID;
  if (options.update && !dryRun) {
    const effects = [`change users of ${service.name} who are there to what ${path} says`];
    await askFirst(`Import ${figure(records)} records?`, effects, options, surroundings);
  }

  const stateFile = stateFileOf(path);
  const of = identityOf(service, sha256, name, options);
  let state: ImportState = { of, sums: NO_SUMS, rejectsBytes: 0 };
  if (!dryRun && !options.restart) {
    const saved = stateFile.load(of, records);
    const { read } = saved.sums;
    if (read === 0 || (await areStillThere(service, path, format, read))) state = saved;
    else note('this import stopped half-way, and nobody of it is there any more: beginning anew');
  }
  const { read: before } = state.sums;
  if (before > 0) note(`going on after ${figure(before)} records, where this import stopped`);

  const rejects = openRejects(path, state.rejectsBytes, dryRun);
  const prepare = createPreparation(format, options, newUserId, isAnothersId, begun);
  const progress = startProgress('importing', records, surroundings);
  progress.advance(before);
  const told: Reject[] = [];
  const finish = async (batch: readonly Prepared[]): Promise<void> => {
    const start = now();
    const write = { update: options.update, dryRun, now };
    const settled = await inParallel(batch, parallel, (one) =>
      settle(service, one, format.columns, write),
    );
    const rejected = settled.flatMap(({ reject }) => reject ?? []);
    told.push(...rejected.slice(0, TOLD - told.length));
    const sums = settled.reduce((all, { outcome }) => withOutcome(all, outcome), state.sums);
    state = { of, sums, rejectsBytes: rejects.write(rejected) };
    if (!dryRun) stateFile.save(state);
    progress.advance(batch.length);
    const least = rate === null ? 0 : (batch.length * 1000) / rate;
    if (now() - start < least) await pause(least - (now() - start));
  };

  try {
    const text = readSource(path);
    let batch: Prepared[] = [];
    let position = 0;
    for await (const record of format.read(text)) {
      const prepared = prepare(record);
      position += 1;
      if (position <= before) continue;
      batch.push(prepared);
      if (batch.length < Math.min(BATCH, rate ?? BATCH)) continue;
      await finish(batch);
      batch = [];
    }
    await finish(batch);
    if (text.sha256() !== sha256) throw new CliError(`${path} changed while it was read`);
  } catch (error) {
    // It was whole when it was read first.
    if (error instanceof BrokenFile) throw new CliError(`${path} changed while it was read`);
    if (!dryRun) note('the import stopped: the same command goes on where it was');
    throw error;
  } finally {
    progress.stop();
    rejects.close();
  }
  if (!dryRun) stateFile.remove();

  const { sums } = state;
  for (const { line, column, reason } of told) note(`line ${line}, column ${column}: ${reason}`);
  for (const line of leftOutLines(sums)) note(line);
  if (dryRun) note('nothing was changed (--dry-run)');
  const run = { millis: now() - begun, readNow: sums.read - before, rejectsFile: rejects.path };
  print(
    json
      ? JSON.stringify({ service: service.name, command: 'import', dryRun, format: name, ...sums })
      : sumsLine(sums, { ...run, dryRun }),
  );
  return sums.rejected === 0;
}

/** @returns what tells one import from every other; nothing in it can be read */
const identityOf = (
  { place }: UsersService,
  sha256: string,
  format: ImportFormatName,
  { roles, scopes, update, resetUnverifiable }: ImportOptions,
): string =>
  createHash('sha256')
    .update(JSON.stringify([place, sha256, format, roles, scopes, update, resetUnverifiable]))
    .digest('hex');

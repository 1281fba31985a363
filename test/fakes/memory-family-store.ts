import type { Family, FamilyKey, FamilyStore } from '../../functions/core/sessions/family.ts';
import type { Condition } from '../../functions/core/sessions/family-write.ts';
import { applyFamilyWrite, wouldHold } from './apply-family-write.ts';

/** The refresh-token table in memory. It passes `familyStoreContract`. */
export class MemoryFamilyStore implements FamilyStore {
  readonly #families = new Map<string, Family>();
  /** How often any method was called. */
  calls = 0;

  create(family: Family): Promise<void> {
    this.calls += 1;
    const key = keyOf(family);
    if (this.#families.has(key)) return Promise.reject(new Error('the family is there already'));
    this.#families.set(key, structuredClone(family));
    return Promise.resolve();
  }

  read(key: FamilyKey): Promise<Family | null> {
    this.calls += 1;
    return Promise.resolve(structuredClone(this.#families.get(keyOf(key)) ?? null));
  }

  write(key: FamilyKey, write: Parameters<FamilyStore['write']>[1]): Promise<Family | null> {
    this.calls += 1;
    const family = this.#families.get(keyOf(key));
    const written = family === undefined ? null : applyFamilyWrite(family, write);
    if (written !== null) this.#families.set(keyOf(key), structuredClone(written));
    return Promise.resolve(structuredClone(written));
  }

  remove(key: FamilyKey, when: readonly Condition[]): Promise<boolean> {
    this.calls += 1;
    const family = this.#families.get(keyOf(key));
    const holds = family !== undefined && wouldHold(family, { when, set: {}, clear: [] });
    return Promise.resolve(holds && this.#families.delete(keyOf(key)));
  }

  list(username: string): Promise<readonly Family[]> {
    this.calls += 1;
    const families = [...this.#families.values()].filter((family) => family.username === username);
    return Promise.resolve(structuredClone(families));
  }

  /** Puts an item as it is, over one that is there: a backup restored, a deletion by TTL. */
  restore(key: FamilyKey, family: Family | null): void {
    if (family === null) this.#families.delete(keyOf(key));
    else this.#families.set(keyOf(key), structuredClone(family));
  }
}

const keyOf = ({ username, familyId }: FamilyKey): string => JSON.stringify([username, familyId]);

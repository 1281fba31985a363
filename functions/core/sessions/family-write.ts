/** The attributes of a family's item that writes and conditions name. */
export type FamilyAttribute =
  | 'clientId'
  | 'epoch'
  | 'generation'
  | 'rotated0'
  | 'rotated1'
  | 'rotated2'
  | 'rotated3'
  | 'rotated4'
  | 'rotated5'
  | 'rotated6'
  | 'rotated7'
  | 'recoveredFrom'
  | 'returnedFrom'
  | 'returnedAt'
  | 'replayedAt'
  | 'spared'
  | 'recoveries'
  | 'idleExpiresAt'
  | 'absoluteExpiresAt'
  | 'revokedAt'
  | 'revokedReason'
  | 'scope'
  | 'ip'
  | 'userAgent'
  | 'ttl';

/** A condition on one item, as data: the adapter turns it into an expression, the model runs it. */
export type Condition =
  | { readonly equal: readonly [FamilyAttribute, string | number] }
  | { readonly greater: readonly [FamilyAttribute, number] }
  | { readonly contains: readonly [FamilyAttribute, string] }
  | { readonly absent: FamilyAttribute }
  | { readonly anyOf: readonly Condition[] };

/** A new value: a literal, a copy of another attribute's old value, or the old value plus a number. */
export type Assignment =
  string | number | { readonly copyOf: FamilyAttribute } | { readonly plus: number };

/**
 * One conditional write to one family, as data. It holds when the item exists and every condition
 * of `when` holds; then all of `set` and `clear` happen at once, reading the old values.
 */
export interface FamilyWrite {
  readonly when: readonly Condition[];
  readonly set: Readonly<Partial<Record<FamilyAttribute, Assignment>>>;
  readonly clear: readonly FamilyAttribute[];
}

import type { Family } from '../../functions/core/sessions/family.ts';
import type {
  Assignment,
  Condition,
  FamilyAttribute,
  FamilyWrite,
} from '../../functions/core/sessions/family-write.ts';

type Value = string | number | readonly (string | number)[] | null;

/** Reads one attribute as the table has it; `null` stands for an absent one. */
function valueOf(family: Family, attribute: FamilyAttribute): Value {
  if (attribute.startsWith('rotated')) return family.rotated[Number(attribute.slice(7))] ?? 0;
  if (attribute === 'ip' || attribute === 'userAgent') return family.device[attribute];
  if (attribute === 'ttl') return null;
  return family[attribute as Exclude<keyof Family, 'device'>];
}

function holds(family: Family, condition: Condition): boolean {
  if ('anyOf' in condition) return condition.anyOf.some((one) => holds(family, one));
  if ('absent' in condition) return valueOf(family, condition.absent) === null;
  if ('equal' in condition) return valueOf(family, condition.equal[0]) === condition.equal[1];
  if ('greater' in condition) {
    const value = valueOf(family, condition.greater[0]);
    return typeof value === 'number' && value > condition.greater[1];
  }
  const value = valueOf(family, condition.contains[0]);
  return Array.isArray(value) && value.includes(condition.contains[1]);
}

function evaluate(family: Family, attribute: FamilyAttribute, assignment: Assignment): Value {
  if (typeof assignment !== 'object') return assignment;
  if ('copyOf' in assignment) return valueOf(family, assignment.copyOf);
  const value = valueOf(family, attribute);
  if (typeof value !== 'number') throw new TypeError(`${attribute} is not a number`);
  return value + assignment.plus;
}

/** @returns whether every condition of a write holds */
export const wouldHold = (family: Family, write: FamilyWrite): boolean =>
  write.when.every((condition) => holds(family, condition));

/**
 * What a table does with a conditional write to an item that exists.
 *
 * @returns the family after it, `null` when a condition failed
 */
export function applyFamilyWrite(family: Family, write: FamilyWrite): Family | null {
  if (!wouldHold(family, write)) return null;
  const rotated = [...family.rotated];
  const device: Record<string, Value> = { ...family.device };
  const changed: Record<string, unknown> = { ...family, rotated, device };
  for (const [name, assignment] of Object.entries(write.set)) {
    const attribute = name as FamilyAttribute;
    const value = evaluate(family, attribute, assignment);
    if (attribute.startsWith('rotated')) rotated[Number(attribute.slice(7))] = Number(value);
    else if (attribute === 'ip' || attribute === 'userAgent') device[attribute] = value;
    else if (attribute !== 'ttl') changed[attribute] = value;
  }
  for (const attribute of write.clear) changed[attribute] = null;
  return changed as unknown as Family;
}

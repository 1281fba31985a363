import { StartError } from '../start-error.ts';
import { isList, isObject, type Json, type JsonObject } from './template.ts';

/** Every intrinsic function that the local edition knows. */
const KNOWN_INTRINSICS = [
  'Ref',
  'Fn::And',
  'Fn::Base64',
  'Fn::Equals',
  'Fn::FindInMap',
  'Fn::GetAtt',
  'Fn::If',
  'Fn::Join',
  'Fn::Not',
  'Fn::Or',
  'Fn::Select',
  'Fn::Split',
  'Fn::Sub',
] as const;

/** The name of one of them. */
export type KnownIntrinsic = (typeof KNOWN_INTRINSICS)[number];

const isKnown = (name: string): name is KnownIntrinsic =>
  KNOWN_INTRINSICS.some((known) => known === name);

/** @returns the intrinsic that the object is, or `undefined` for a plain one */
export const intrinsicName = (value: JsonObject): string | undefined => {
  const [name, ...others] = Object.keys(value);
  const isIntrinsic = others.length === 0 && (name === 'Ref' || name?.startsWith('Fn::'));
  return isIntrinsic ? name : undefined;
};

/**
 * Looks through what may never be resolved, so that an unknown intrinsic stops the start all the same.
 *
 * @throws StartError naming `where` and the intrinsic
 */
export function checkIntrinsics(value: Json, where: string): void {
  if (isList(value)) for (const part of value) checkIntrinsics(part, where);
  if (!isObject(value)) return;
  const name = intrinsicName(value);
  if (name !== undefined && !isKnown(name)) {
    throw new StartError(`${where}: the local edition doesn't know the intrinsic ${name}`);
  }
  for (const part of Object.values(value)) checkIntrinsics(part, where);
}

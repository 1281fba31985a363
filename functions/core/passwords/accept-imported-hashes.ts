import type { PasswordHasher, PasswordVerifier } from './password-hasher.ts';

/**
 * Lets a hasher verify what other systems stored as well. New hashes are only ever the hasher's own,
 * and it wants every other one rehashed.
 *
 * @param own makes the hashes of today
 * @param imported what verifies the other kinds; the first that can verify a hash does
 */
export function acceptImportedHashes(
  own: PasswordHasher,
  imported: readonly PasswordVerifier[],
): PasswordHasher {
  const verifierOf = (hash: string): PasswordVerifier | undefined =>
    [own, ...imported].find((verifier) => verifier.canVerify(hash));
  return {
    hash: (password) => own.hash(password),
    canVerify: (hash) => verifierOf(hash) !== undefined,
    verify: async (hash, password) => (await verifierOf(hash)?.verify(hash, password)) ?? false,
    needsRehash: (hash) => own.needsRehash(hash),
    dummyHash: own.dummyHash,
  };
}

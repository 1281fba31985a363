/** A family's id, as `familyIdOf` makes them: 128 bits in base64url. */
export const SESSION_ID = /^[A-Za-z0-9_-]{22}$/;

/** Longer values are cut: whoever needs all of them reads the claims. */
const MAX_LENGTH = 120;

/**
 * @param value what somebody else wrote
 * @returns it as JSON, cut, and with nothing in it that a terminal would act on
 */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  const cut = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
  return cut.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\u{fffd}');
}

const UNITS = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const;

/**
 * @param ms a duration; a negative one counts as none
 * @returns `45 s`, `3 min`, `25 h`, `12 d`: whole units, of the largest of which there are two or, of
 *   minutes and hours, one
 */
export function roughly(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [size, unit] =
    UNITS.find(([length]) => seconds >= (length === 86_400 ? 2 * length : length)) ?? UNITS[3];
  return `${Math.floor(seconds / size)} ${unit}`;
}

/**
 * Matches IAM's wildcards: `*` is any run of characters, also none, and `?` is exactly one. Both
 * match `/` and `:` too.
 */
export function matchWildcards(pattern: string, text: string): boolean {
  let at = 0;
  let position = 0;
  let starAt = -1;
  let resumeAt = 0;
  while (position < text.length) {
    if (pattern[at] === '*') {
      starAt = at++;
      resumeAt = position;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[position])) {
      at++;
      position++;
    } else if (starAt >= 0) {
      at = starAt + 1;
      position = ++resumeAt;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

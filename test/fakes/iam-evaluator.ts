/** A policy as an authorizer answers it; written here anew, so that it shares no code with ours. */
interface Policy {
  readonly Statement: readonly {
    readonly Action: string;
    readonly Effect: string;
    readonly Resource: string | readonly string[];
  }[];
}

/**
 * Evaluates a policy as IAM does: `*` is any text, `?` any one character, a Deny beats every Allow,
 * and what nothing allows is denied.
 */
export function isAllowed(policy: Policy, arn: string): boolean {
  const effects = policy.Statement.filter(({ Action }) => matches(Action, 'execute-api:Invoke'))
    .filter(({ Resource }) => [Resource].flat().some((pattern) => matches(pattern, arn)))
    .map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

/** Wildcards by dynamic programming: `row[j]` says whether the pattern so far matches `text[0..j)`. */
function matches(pattern: string, text: string): boolean {
  let row = [true, ...Array.from(text, () => false)];
  for (const letter of pattern) {
    const next = [letter === '*' && row[0] === true];
    for (let at = 1; at <= text.length; at += 1) {
      next[at] =
        letter === '*'
          ? next[at - 1] === true || row[at] === true
          : row[at - 1] === true && (letter === '?' || letter === text[at - 1]);
    }
    row = next;
  }
  return row[text.length] === true;
}

/**
 * Maps a response parameter: `'static'`, `context.x`, or `method.request.header.X` (API Gateway's
 * "mapping expressions"). What isn't there is `''`.
 */
export function mapParameter(
  expression: string,
  context: Readonly<Record<string, string>>,
  header: (name: string) => string | undefined,
): string {
  const literal = /^'(.*)'$/s.exec(expression)?.[1];
  if (literal !== undefined) return literal;
  const requestHeader = /^method\.request\.(?:multivalue)?header\.(.+)$/.exec(expression)?.[1];
  if (requestHeader !== undefined) return header(requestHeader) ?? '';
  return context[expression.replace(/^context\./, '')] ?? '';
}

/** Puts `$context.…` variables into a gateway response's template; an unknown one becomes empty. */
export const substituteContext = (
  template: string,
  context: Readonly<Record<string, string>>,
): string =>
  template.replace(
    /\$(?:\{context\.([A-Za-z][\w.-]*)\}|context\.([A-Za-z][\w.-]*\w))/g,
    (_whole, braced?: string, bare?: string) => context[braced ?? bare ?? ''] ?? '',
  );

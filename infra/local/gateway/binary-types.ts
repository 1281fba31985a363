import type { ApiDefinition } from '../template/api-definitions.ts';

/** @returns whether the API's binary media types take this Content-Type or Accept header in */
export function isBinaryType(
  { binaryMediaTypes }: Pick<ApiDefinition, 'binaryMediaTypes'>,
  header: string | undefined,
): boolean {
  const type = (header ?? '').split(/[,;]/)[0]?.trim().toLowerCase() ?? '';
  return binaryMediaTypes.some((candidate) => {
    const folded = candidate.toLowerCase();
    return folded === '*/*' || (type !== '' && folded === type);
  });
}

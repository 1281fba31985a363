import type { Expectations } from './refusals/refusal-line.ts';
import type { TablePair } from './table-pairs.ts';

/** Whose access tokens the functions take, and where the keys and the sessions are. */
export interface LocalVerifier {
  readonly issuer: string;
  readonly audience: string;
  readonly keySetSecretArn: string;
  /** `null`: sessions aren't looked at, and a token is good until it expires. */
  readonly tables: TablePair | null;
}

/**
 * @param environments of all functions, as the template gives them
 * @returns what the authorizers go by, each once
 */
export function localVerifiers(
  environments: readonly Readonly<Record<string, string>>[],
): readonly LocalVerifier[] {
  const found = environments.flatMap((environment): LocalVerifier[] => {
    const issuer = environment['ISSUER_URL'];
    const audience = environment['AUDIENCE'];
    const keySetSecretArn = environment['KEY_SET_SECRET_ARN'];
    // Other functions have these too; the authorizer alone has a table of routes.
    if (!issuer || !audience || !keySetSecretArn || !environment['ROUTES']) return [];
    const usersTableName = environment['USERS_TABLE_NAME'];
    const refreshTokensTableName = environment['REFRESH_TOKENS_TABLE_NAME'];
    const checked = environment['SESSION_CHECK'] === 'immediate';
    const tables =
      checked && usersTableName && refreshTokensTableName
        ? { usersTableName, refreshTokensTableName }
        : null;
    return [{ issuer, audience, keySetSecretArn, tables }];
  });
  return [...new Map(found.map((one) => [one.keySetSecretArn, one])).values()];
}

/** @returns what every authorizer of the stack expects; nothing where they differ */
export function expectationsOf(
  functions: readonly { environment(): Readonly<Record<string, string>> }[],
): Expectations {
  const [one, ...others] = localVerifiers(functions.map((definition) => definition.environment()));
  if (one === undefined || others.length > 0) return {};
  return { issuer: one.issuer, audiences: [one.audience, one.issuer] };
}

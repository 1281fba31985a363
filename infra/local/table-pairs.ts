/** The two tables of one token service. */
export interface TablePair {
  readonly usersTableName: string;
  readonly refreshTokensTableName: string;
}

/** @returns the tables that functions use together, as their environments name them, each pair once */
export function tablePairs(
  environments: readonly Readonly<Record<string, string>>[],
): readonly TablePair[] {
  const pairs = new Map<string, TablePair>();
  for (const environment of environments) {
    const usersTableName = environment['USERS_TABLE_NAME'];
    const refreshTokensTableName = environment['REFRESH_TOKENS_TABLE_NAME'];
    if (!usersTableName || !refreshTokensTableName) continue;
    pairs.set(`${usersTableName} ${refreshTokensTableName}`, {
      usersTableName,
      refreshTokensTableName,
    });
  }
  return [...pairs.values()];
}

/**
 * Does something with every item, with a bounded number at once.
 *
 * @returns what came out, in the order of the items
 * @throws the first failure; what was under way by then goes on, and nothing more is begun
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  action: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const rest = items.entries();
  let failed = false;
  const work = async (): Promise<void> => {
    for (const [at, item] of rest) {
      if (failed) return;
      try {
        results[at] = await action(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: limit }, work));
  return results;
}

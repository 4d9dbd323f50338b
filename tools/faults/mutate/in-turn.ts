/** Deals the items to the workers, each of which takes the next one when it is done. Results are in the order of the items. */
export async function inTurn<Item, Worker, Result>(
  items: readonly Item[],
  workers: readonly Worker[],
  work: (item: Item, worker: Worker) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const takeTurns = async (worker: Worker) => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await work(items[index]!, worker);
    }
  };
  await Promise.all(workers.map(takeTurns));
  return results;
}

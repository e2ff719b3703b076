export interface ConcurrentWork<Item> {
  /** The largest number of items that are worked on at the same time. */
  readonly size: number;
  /** Whether there is time to begin another item. */
  hasTime(): boolean;
  work(item: Item): Promise<void>;
}

/**
 * Works through the items in their order, up to `size` of them at the same time, as long as there is time. Returns how
 * many were begun; all of these are done by then. If one fails, no other is begun, those begun are waited for, and
 * the first failure is thrown.
 */
export async function withConcurrency<Item>(
  items: readonly Item[],
  { size, hasTime, work }: ConcurrentWork<Item>,
): Promise<number> {
  let begun = 0;
  let failed = false;
  const runner = async (): Promise<void> => {
    while (!failed && begun < items.length && hasTime()) {
      for (const item of items.slice(begun, ++begun))
        await work(item).catch((error: unknown) => {
          failed = true;
          throw error;
        });
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: size }, runner));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return begun;
}

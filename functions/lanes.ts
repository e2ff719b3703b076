export interface Lanes<Item> {
  /** How many items are worked on at a time. */
  readonly size: number;
  /** Whether there is time to begin another item. */
  hasTime(): boolean;
  work(item: Item): Promise<void>;
}

/**
 * Works through the items in their order, several at a time, as long as there is time. Returns how many were
 * begun; all of these are done by then. Where one fails no other is begun, those begun are waited for, and the
 * first failure is thrown.
 */
export async function inLanes<Item>(
  items: readonly Item[],
  { size, hasTime, work }: Lanes<Item>,
): Promise<number> {
  let begun = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    while (!failed && begun < items.length && hasTime()) {
      for (const item of items.slice(begun, ++begun))
        await work(item).catch((error: unknown) => {
          failed = true;
          throw error;
        });
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: size }, lane));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return begun;
}

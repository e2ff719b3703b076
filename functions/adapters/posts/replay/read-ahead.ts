/**
 * Yields what `source` yields, one item ahead: while the caller is busy with an item, the next one is made.
 * A caller that stops early ends the source as well.
 */
export async function* readAhead<Item>(source: AsyncIterator<Item, void>): AsyncGenerator<Item, void> {
  let next = begin(source);
  try {
    for (let result = await next; result.done !== true; result = await next) {
      next = begin(source);
      yield result.value;
    }
  } finally {
    // A failure of what nobody asked for any more is no news.
    await next.catch(() => {});
    await source.return?.();
  }
}

/** A failure is reported where the item is asked for; until then nobody listens, which is no crash. */
function begin<Item>(source: AsyncIterator<Item, void>): Promise<IteratorResult<Item, void>> {
  const next = source.next();
  next.catch(() => {});
  return next;
}

import type { PageEvent } from "../../../posts/post-source.ts";
import { type PackRawPages, packRawPages, type RawPages } from "../../../posts/raw-pages.ts";

/** Packs several objects at a time. */
export interface Packer {
  readonly size: number;
  readonly pack: PackRawPages;
  close(): Promise<void>;
}

/** What becomes one object of the store, and is not packed yet. */
export type UnpackedPage = Omit<PageEvent, "body"> & { readonly raw: RawPages };

/**
 * Packs the objects and yields them in their order. With a packer as many as it takes are packed ahead of the
 * one that is yielded; it is opened for the second object, since the first alone is packed sooner here.
 */
export async function* packPages(
  unpacked: AsyncIterable<UnpackedPage>,
  openPacker: (() => Packer) | undefined,
): AsyncGenerator<PageEvent, void> {
  let packer: Packer | undefined;
  const packed: Promise<PageEvent>[] = [];
  try {
    for await (const { raw, ...page } of unpacked) {
      if (packed.length > 0) packer ??= openPacker?.();
      const packing = (packer?.pack ?? packRawPages)(raw).then((body) => ({ ...page, body }));
      // A failure is thrown when it is the object's turn. Until then it has no listener, which must not crash the process.
      packing.catch(() => {});
      packed.push(packing);
      while (packed.length > Math.max(1, packer?.size ?? 0)) yield* next(packed);
    }
    while (packed.length > 0) yield* next(packed);
  } finally {
    await packer?.close();
  }
}

async function* next(packed: Promise<PageEvent>[]): AsyncGenerator<PageEvent, void> {
  const first = packed.shift();
  if (first !== undefined) yield await first;
}

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
    // Failures of items that were never requested are ignored.
    await next.catch(() => {});
    await source.return?.();
  }
}

/** Reports a failure when the item is requested. Until then it has no listener, which must not crash the process. */
function begin<Item>(source: AsyncIterator<Item, void>): Promise<IteratorResult<Item, void>> {
  const next = source.next();
  next.catch(() => {});
  return next;
}

/** Counts distinct ids in 8 to 24 bytes each: the authors of a term in a whole city may be a million. */
export interface DistinctIds {
  add(id: bigint): void;
  count(): number;
}

export function distinctIds(): DistinctIds {
  /** Ids, some more than once; when it is full, those go. */
  let ids = new BigUint64Array(8);
  let size = 0;

  function dropRepeated(): void {
    const sorted = ids.subarray(0, size).sort();
    let kept = 0;
    for (const id of sorted) if (kept === 0 || id !== sorted[kept - 1]) sorted[kept++] = id;
    size = kept;
  }

  return {
    add(id) {
      if (size === ids.length) {
        dropRepeated();
        if (2 * size > ids.length) {
          const more = new BigUint64Array(2 * ids.length);
          more.set(ids);
          ids = more;
        }
      }
      ids[size++] = id;
    },
    count() {
      dropRepeated();
      return size;
    },
  };
}

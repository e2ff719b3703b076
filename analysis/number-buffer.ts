/** A growing buffer of whole numbers below 2^32, without an object for each. */
export interface NumberBuffer {
  length: number;
  /** Longer than `length`: the rest is free. */
  numbers: Uint32Array;
}

export const numberBuffer = (): NumberBuffer => ({ length: 0, numbers: new Uint32Array(2 ** 10) });

export function append(list: NumberBuffer, number: number): void {
  if (list.length === list.numbers.length) {
    const more = new Uint32Array(2 * list.length);
    more.set(list.numbers);
    list.numbers = more;
  }
  list.numbers[list.length++] = number;
}

/** Counts distinct ids, in 8 to 24 bytes each: a term can have a million authors in a city. */
export interface DistinctIds {
  add(id: bigint): void;
  count(): number;
}

export function distinctIds(): DistinctIds {
  /** Can hold an id several times. When it is full, repeated ids are removed. */
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

/** A buffer that grows: whole numbers below 2^32, without an object for each. */
export interface NumberBuffer {
  length: number;
  /** With room behind the last number. */
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

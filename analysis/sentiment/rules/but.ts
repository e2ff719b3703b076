import type { Tokens } from "../tokenise.ts";
import { wordNumber } from "../vocabulary.ts";

const BUT = wordNumber("but");

const BEFORE = 0.5;
const AFTER = 1.5;

/** For at most so many valences, a linear search is faster than an index of their places. */
const FEW = 32;

/**
 * Shifts the weight of a text to the part after its first "but": it multiplies the valences before it by 0.5 and those
 * after it by 1.5. It changes `valences`, those of the words of the lexicon, in place.
 *
 * Like the reference, it changes, for each valence, the first place of the list that holds this value at that moment
 * (`list.index`). That can be an earlier place that was changed before.
 */
export function shiftAtBut(tokens: Tokens, valences: Float64Array): void {
  const { count, words, rated, ratedCount } = tokens;
  let but = 0;
  while (but < count && words[but] !== BUT) but++;
  if (but === count) return;
  const shiftFirst = ratedCount > FEW ? placeKeeper() : undefined;
  for (let nth = 0; nth < ratedCount; nth++) {
    const valence = valences[nth] ?? 0;
    if (valence === 0) continue;
    const first = shiftFirst === undefined ? valences.indexOf(valence) : shiftFirst.first(valence, nth);
    const shifted = valence * ((rated[first] ?? 0) < but ? BEFORE : AFTER);
    valences[first] = shifted;
    shiftFirst?.put(shifted, first);
  }
}

/**
 * Keeps the places of each valence in a heap, because a linear search for each of many valences takes quadratic
 * time.
 */
function placeKeeper() {
  const places = new Map<number, number[]>();
  return {
    /** Adds a place of a valence, then removes and returns its first place. */
    first(valence: number, place: number): number {
      const same = placesOf(places, valence);
      pushTo(same, place);
      return popFrom(same) ?? place;
    },
    put(valence: number, place: number): void {
      pushTo(placesOf(places, valence), place);
    },
  };
}

function placesOf(places: Map<number, number[]>, valence: number): number[] {
  const known = places.get(valence);
  if (known !== undefined) return known;
  const none: number[] = [];
  places.set(valence, none);
  return none;
}

/** A binary min-heap of numbers in an array (Williams 1964). */
export function pushTo(heap: number[], value: number): void {
  let hole = heap.length;
  heap.push(value);
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    const above = heap[parent] ?? value;
    if (above <= value) break;
    heap[hole] = above;
    hole = parent;
  }
  heap[hole] = value;
}

/** Removes the smallest number and returns it; undefined if the heap is empty. */
export function popFrom(heap: number[]): number | undefined {
  const smallest = heap[0];
  const value = heap.pop();
  if (value === undefined || heap.length === 0) return value;
  let hole = 0;
  for (;;) {
    const child = smallerChild(heap, hole);
    const below = heap[child];
    if (below === undefined || below >= value) break;
    heap[hole] = below;
    hole = child;
  }
  heap[hole] = value;
  return smallest;
}

function smallerChild(heap: readonly number[], parent: number): number {
  const left = parent * 2 + 1;
  const [leftValue, rightValue] = [heap[left], heap[left + 1]];
  return leftValue !== undefined && rightValue !== undefined && rightValue < leftValue ? left + 1 : left;
}

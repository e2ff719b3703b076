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

/** Removes the smallest and returns it; undefined where the heap is empty. */
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

/** How many codes codeOf gives. */
const CODES = 32;

/**
 * Returns the function that says whether one of these prefixes stands in a text at an index. It takes capitals
 * and small letters for the same, and some characters that are no letters for letters: what it denies is not
 * there, what it affirms may be. Where a prefix is empty it affirms everything.
 */
export function prefixFilter(prefixes: readonly string[]): (text: string, index: number) => boolean {
  const most = 1 + prefixes.reduce((sum, prefix) => sum + prefix.length, 0);
  // Node n goes on to node next[n * CODES + code]; nothing goes on to the root, which is 0.
  const next = new Uint32Array(most * CODES);
  const ends = new Uint8Array(most);
  let nodes = 1;
  for (const prefix of prefixes) {
    let node = 0;
    for (let index = 0; index < prefix.length; index++) {
      const edge = node * CODES + codeOf(prefix.charCodeAt(index));
      node = next[edge] || nodes++;
      next[edge] = node;
    }
    ends[node] = 1;
  }
  return (text, from) => {
    let node = 0;
    for (let index = from; ends[node] === 0; index++) {
      if (index === text.length) return false;
      node = next[node * CODES + codeOf(text.charCodeAt(index))] ?? 0;
      if (node === 0) return false;
    }
    return true;
  };
}

/**
 * A letter's place in the alphabet, the same in capitals. Other characters share these codes: two spellings of
 * a letter must never differ, and two letters may be alike. The Kelvin sign and the long s are a k and an s
 * where case is ignored.
 */
function codeOf(unit: number): number {
  if (unit < 0x80) return unit % CODES;
  if (unit === 0x212a) return 11;
  return unit === 0x17f ? 19 : 0;
}

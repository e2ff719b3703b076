/**
 * Orders texts by their UTF-8 bytes, never by a locale: the order that PostgreSQL's C collation, Spark and
 * S3 share. `<` compares UTF-16 units, which have another order than code points above U+FFFF.
 * Returns a negative number, zero or a positive one.
 */
export function compareUtf8(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

/** Surrogates encode code points above U+FFFF, so they sort after every other unit. */
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

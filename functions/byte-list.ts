/** Bytes that are added one after the other, with room behind the last one. */
export interface ByteList {
  bytes: Buffer<ArrayBuffer>;
  size: number;
}

/** @param room in bytes, more than none. */
export const byteList = (room: number): ByteList => ({
  bytes: Buffer.allocUnsafeSlow(Math.ceil(room)),
  size: 0,
});

/** Makes sure that so many bytes more have room; where they take more, the room is doubled at least. */
export function reserve(list: ByteList, more: number): void {
  const { bytes, size } = list;
  if (size + more <= bytes.length) return;
  list.bytes = Buffer.allocUnsafeSlow(Math.max(size + more, 2 * bytes.length));
  bytes.copy(list.bytes, 0, 0, size);
}

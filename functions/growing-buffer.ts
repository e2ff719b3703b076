/** Bytes that are appended one after the other, with room behind the last one. */
export interface GrowingBuffer {
  bytes: Buffer<ArrayBuffer>;
  size: number;
}

/** @param room in bytes, more than none. */
export const growingBuffer = (room: number): GrowingBuffer => ({
  bytes: Buffer.allocUnsafeSlow(Math.ceil(room)),
  size: 0,
});

/** Makes sure that so many bytes more have room; if they need more, the room is at least doubled. */
export function reserve(buffer: GrowingBuffer, more: number): void {
  const { bytes, size } = buffer;
  if (size + more <= bytes.length) return;
  buffer.bytes = Buffer.allocUnsafeSlow(Math.max(size + more, 2 * bytes.length));
  bytes.copy(buffer.bytes, 0, 0, size);
}

export function appendBytes(buffer: GrowingBuffer, bytes: Uint8Array): void {
  reserve(buffer, bytes.length);
  buffer.bytes.set(bytes, buffer.size);
  buffer.size += bytes.length;
}

/** The text in UTF-8. */
export function appendText(buffer: GrowingBuffer, text: string): void {
  reserve(buffer, Buffer.byteLength(text));
  buffer.size += buffer.bytes.write(text, buffer.size);
}

/** What was appended so far, without a copy: it shares the buffer's memory. */
export const contents = ({ bytes, size }: GrowingBuffer): Buffer<ArrayBuffer> => bytes.subarray(0, size);

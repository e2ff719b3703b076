const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const windows1252 = new TextDecoder("windows-1252");

/** Bytes that Windows-1252 does not define. The decoder would make control characters of them. */
const UNDEFINED = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/**
 * The text of a field: UTF-8, or else Windows-1252, which parts of the Price Paid Data are encoded in. Null if it is
 * neither.
 */
export function decodeText(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return bytes.some((byte) => UNDEFINED.has(byte)) ? null : windows1252.decode(bytes);
  }
}

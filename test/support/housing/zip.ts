import { crc32, deflateRawSync } from "node:zlib";

/** A file to put into a zip. */
export interface ZipEntry {
  readonly path: string;
  readonly body: Uint8Array | string;
  /** 0: stored, 8: Deflate (default); others are claimed only. */
  readonly method?: number;
  readonly isEncrypted?: boolean;
  /** Whether its sizes and its CRC follow the bytes, as in zips that were written as a stream. */
  readonly hasDescriptor?: boolean;
  /** In place of the true ones. */
  readonly crc?: number;
  readonly size?: number;
}

const UTF8_NAMES = 0x800;
const ENCRYPTED = 0x1;
const DESCRIPTOR = 0x8;

/** A zip of the entries, with the fields of the format's specification (APPNOTE 6.3.10, sections 4.3.7 to 4.3.16). */
export function zipOf(entries: readonly ZipEntry[], { isZip64 = false } = {}): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, body, method = 8, isEncrypted = false, hasDescriptor = false, crc, size } of entries) {
    const bytes = typeof body === "string" ? Buffer.from(body) : Buffer.from(body);
    const packed = method === 8 ? deflateRawSync(bytes) : bytes;
    const name = Buffer.from(path);
    const sizes = { packed: packed.length, unpacked: size ?? bytes.length };
    const common = Buffer.alloc(26);
    common.writeUInt16LE(isZip64 ? 45 : 20, 0);
    common.writeUInt16LE(UTF8_NAMES | (isEncrypted ? ENCRYPTED : 0) | (hasDescriptor ? DESCRIPTOR : 0), 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc ?? crc32(bytes), 10);
    common.writeUInt32LE(isZip64 ? 0xffffffff : sizes.packed, 14);
    common.writeUInt32LE(isZip64 ? 0xffffffff : sizes.unpacked, 18);
    common.writeUInt16LE(name.length, 22);
    const extra = isZip64 ? zip64Extra(sizes.unpacked, sizes.packed, offset) : Buffer.alloc(0);
    common.writeUInt16LE(extra.length, 24);
    const start = Buffer.from(common);
    const descriptor = hasDescriptor ? [signature("PK\x07\x08"), Buffer.from(common.subarray(10, 22))] : [];
    if (hasDescriptor) start.fill(0, 10, 22);
    const local = Buffer.concat([signature("PK\x03\x04"), start, name, extra, packed, ...descriptor]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(isZip64 ? 0xffffffff : offset, 10);
    directory.push(Buffer.concat([signature("PK\x01\x02"), Buffer.from([45, 3]), common, rest, name, extra]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...locals, central, endOf(entries.length, central.length, offset, isZip64)]);
}

const signature = (text: string): Buffer => Buffer.from(text, "latin1");

function zip64Extra(unpacked: number, packed: number, offset: number): Buffer {
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(0x0001, 0);
  extra.writeUInt16LE(24, 2);
  for (const [index, value] of [unpacked, packed, offset].entries())
    extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  return extra;
}

function endOf(entries: number, bytes: number, offset: number, isZip64: boolean): Buffer {
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(isZip64 ? 0xffff : entries, 8);
  end.writeUInt16LE(isZip64 ? 0xffff : entries, 10);
  end.writeUInt32LE(isZip64 ? 0xffffffff : bytes, 12);
  end.writeUInt32LE(isZip64 ? 0xffffffff : offset, 16);
  if (!isZip64) return end;
  const end64 = Buffer.alloc(56);
  end64.write("PK\x06\x06", "latin1");
  end64.writeBigUInt64LE(44n, 4);
  end64.writeUInt16LE(45, 12);
  end64.writeUInt16LE(45, 14);
  end64.writeBigUInt64LE(BigInt(entries), 24);
  end64.writeBigUInt64LE(BigInt(entries), 32);
  end64.writeBigUInt64LE(BigInt(bytes), 40);
  end64.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.write("PK\x06\x07", "latin1");
  locator.writeBigUInt64LE(BigInt(offset + bytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([end64, locator, end]);
}

/**
 * Rewrites one object without end, by turns with 16 MiB of ones and with a byte less of zeros, until it is
 * killed: `node endless-writer.ts folder|s3 <folder or endpoint> <bucket> <key>`. Says a word after each write.
 */
import { folderStore } from "../../functions/adapters/store/folder-store.ts";
import { s3Store } from "../../functions/adapters/store/s3-store.ts";
import { clientOf } from "./fake-s3.ts";

const [kind, place = "", bucket = "", key = ""] = process.argv.slice(2);
const store = kind === "folder" ? folderStore(place) : s3Store(clientOf(place), bucket);
const ones = new Uint8Array(16 * 1024 * 1024).fill(1);
const zeros = new Uint8Array(ones.length - 1);
for (let round = 0; ; round++) {
  await store.write(key, round % 2 === 0 ? ones : zeros);
  process.stdout.write("written\n");
}

import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
import { postcodeTable } from "../../analysis/housing/postcode-table.ts";
import { salesScanner } from "../../analysis/housing/sales-scanner.ts";

/**
 * Reads a file of sales with CityPulse's scanner, in a process of its own: FILE POSTCODES. Prints seconds and rows as JSON.
 * Postcodes south of 52 degrees have a station. Only the scan with its places is timed.
 */

const [, , file = "", postcodes = ""] = process.argv;
const CHUNK = 4 * 1024 * 1024;
/** Placed rows are held for so long, as by one who writes them on. */
const BATCH = 1_000;

const builder = postcodeTable(({ latitude }) =>
  latitude < 52 ? { station: "Bank", metres: 100, others: ["Monument"] } : null,
);
for await (const line of createInterface(createReadStream(postcodes))) {
  const [postcode = "", latitude, longitude] = line.split(",");
  builder.add(postcode, { latitude: Number(latitude), longitude: Number(longitude) });
}
const table = builder.finish();

const begin = performance.now();
let batch: object[] = [];
const scanner = salesScanner({
  postcodes: table,
  today: "2026-12-01",
  onSale: (sale) => {
    if (batch.push(sale) === BATCH) batch = [];
  },
  onRejected: () => {},
});
await using handle = await open(file);
const buffer = new Uint8Array(CHUNK);
for (;;) {
  const { bytesRead } = await handle.read(buffer, 0, CHUNK, null);
  if (bytesRead === 0) break;
  scanner.write(buffer.subarray(0, bytesRead));
}
const { read, kept, rejected } = scanner.end();
const seconds = (performance.now() - begin) / 1000;
process.stdout.write(JSON.stringify({ seconds, read, placed: kept, rejected }));

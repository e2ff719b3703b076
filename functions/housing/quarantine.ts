import { compareUtf8 } from "../../analysis/order.ts";
import type { ObjectStore } from "../ports.ts";
import { type ManifestFile, writeFile } from "../runs/manifest.ts";
import { housingQuarantineKey } from "./keys.ts";
import type { PlacedManifest } from "./placed-manifest.ts";

/** A row that cannot be used, as it was. */
export interface RejectedRow {
  readonly line: number;
  readonly reason: string;
  readonly record: string;
}

const ROWS_IN_PART = 20_000;
/** A row that was never ended can be as long as its file. */
const LONGEST_RECORD = 10_000;

const encoder = new TextEncoder();

/** Keeps the rows that cannot be used, each with its file, line and reason, and counts them by reason. */
export function openQuarantine(store: ObjectStore, runId: string) {
  const files: ManifestFile[] = [];
  const reasons = new Map<string, PlacedManifest["reasons"][number]>();
  let lines: string[] = [];

  async function flush(): Promise<void> {
    if (lines.length === 0) return;
    const body = encoder.encode(lines.join(""));
    files.push(await writeFile(store, housingQuarantineKey(runId, files.length), lines.length, body));
    lines = [];
  }

  return {
    add(file: string, { line, reason, record }: RejectedRow): void {
      lines.push(`${JSON.stringify({ file, line, reason, record: record.slice(0, LONGEST_RECORD) })}\n`);
      const known = reasons.get(reason);
      reasons.set(
        reason,
        known === undefined ? { reason, records: 1, file, line } : { ...known, records: known.records + 1 },
      );
    },
    /** Writes what has been gathered if it is much. */
    async rest(): Promise<void> {
      if (lines.length >= ROWS_IN_PART) await flush();
    },
    /** Writes what is left; the reasons have the commonest first, ties by name. */
    async close(): Promise<Pick<PlacedManifest, "quarantine" | "reasons">> {
      await flush();
      return {
        quarantine: files,
        reasons: [...reasons.values()].sort(
          (left, right) => right.records - left.records || compareUtf8(left.reason, right.reason),
        ),
      };
    },
  };
}
export type Quarantine = ReturnType<typeof openQuarantine>;

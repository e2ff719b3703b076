import { createGunzip } from "node:zlib";
import { messageOf, PipelineError } from "../../errors.ts";
import type { ObjectStore } from "../../ports.ts";
import type { StepLogs } from "../../runs/ports.ts";
import { LOG_TAIL_BYTES, logTail } from "../../runs/step-logs.ts";

export interface StepLogsPlace {
  /** The clusters' LogUri, as people read it. */
  readonly logUri: string;
  /** What holds the logs: the LogUri's bucket, or the laptop's folder. */
  readonly store: Pick<ObjectStore, "read">;
  /** The prefix of the LogUri in the store: `emr/`, or nothing. */
  readonly prefix: string;
}

/**
 * The steps' logs in an object store. EMR compresses them as `stderr.gz`, its emulator on the laptop does not. `tail`
 * throws what the store throws, and PipelineError for a log that cannot be decompressed.
 */
export const stepLogs = ({ logUri, store, prefix }: StepLogsPlace): StepLogs => ({
  logUri,
  async tail(clusterId, stepId) {
    const key = `${prefix}${clusterId}/steps/${stepId}/stderr`;
    const packed = await store.read(`${key}.gz`);
    if (packed !== undefined) return logTail(await unpackEnd(packed, `${key}.gz`));
    const plain = await store.read(key);
    return plain && logTail(plain);
  },
});

/** The last LOG_TAIL_BYTES that are packed in it. Never holds all of a log, which may be many times as large. */
async function unpackEnd(packed: Uint8Array, key: string): Promise<Uint8Array> {
  const gunzip = createGunzip();
  gunzip.end(packed);
  let end = Buffer.alloc(0);
  try {
    for await (const chunk of gunzip) end = Buffer.concat([end, chunk]).subarray(-LOG_TAIL_BYTES);
  } catch (error) {
    throw new PipelineError(`The log ${key} cannot be unpacked: ${messageOf(error)}`, {
      hint: "EMR may be about to replace it; look at it again in some minutes.",
      cause: error,
    });
  }
  return end;
}

import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { stepLogs } from "../../../../functions/adapters/aws/step-logs.ts";
import { s3Store } from "../../../../functions/adapters/store/s3-store.ts";
import type { ObjectStore } from "../../../../functions/ports.ts";
import type { StepLogs } from "../../../../functions/runs/ports.ts";
import { LOG_TAIL_BYTES } from "../../../../functions/runs/step-logs.ts";
import { clientOf, refusal, startFakeS3 } from "../../../support/fake-s3.ts";
import { newStore } from "../../../support/neighbourhood/store.ts";

const FOLDER = "emr/j-1/steps/s-2";

let store: ObjectStore;
let logs: StepLogs;
beforeEach(async () => {
  store = await newStore();
  logs = stepLogs({ logUri: "s3://logs/emr/", store, prefix: "emr/" });
});

const write = (name: string, body: Uint8Array) => store.write(`${FOLDER}/${name}`, body);
const tail = () => logs.tail("j-1", "s-2");

describe("the tail of a step's stderr", () => {
  test("is unpacked where EMR has packed it", async () => {
    await write("stderr.gz", gzipSync("one\ntwo\n"));
    expect(await tail()).toBe("one\ntwo");
  });

  test("is read as it is where it is not packed", async () => {
    await write("stderr", Buffer.from("one\ntwo\n"));
    expect(await tail()).toBe("one\ntwo");
  });

  test("is nothing where there is no log, and empty where the step wrote none", async () => {
    await store.write("emr/j-1/steps/s-3/stderr", Buffer.from("another step's"));
    await store.write("emr/j-2/steps/s-2/stderr", Buffer.from("another cluster's"));
    expect(await tail()).toBeUndefined();
    await write("stderr.gz", gzipSync(""));
    expect(await tail()).toBe("");
  });

  test("is found where the logs lie at the top of their store", async () => {
    await store.write("j-1/steps/s-2/stderr", Buffer.from("one"));
    expect(await stepLogs({ logUri: "/home/logs", store, prefix: "" }).tail("j-1", "s-2")).toBe("one");
  });

  test.each([
    ["stderr.gz", (log: string) => gzipSync(log)],
    ["stderr", (log: string) => Buffer.from(log)],
  ])("of very long lines in %s is the last 8 KiB", async (name, pack) => {
    await write(name, pack(`${"a".repeat(3_000_000)}\n${"b".repeat(1_000_000)}\nc\n`));
    expect(await tail()).toBe(`${"b".repeat(LOG_TAIL_BYTES - 3)}\nc`);
  });

  test.each([
    ["stderr.gz", (log: string) => gzipSync(log)],
    ["stderr", (log: string) => Buffer.from(log)],
  ])("that begins within a character in %s begins after it", async (name, pack) => {
    const rest = "é".repeat(LOG_TAIL_BYTES / 2 - 1);
    await write(name, pack(`${"a".repeat(100_000)}🚇${rest}`));
    expect(await tail()).toBe(rest);
  });

  test("is found in a log of several gzip members", async () => {
    await write("stderr.gz", Buffer.concat([gzipSync("one\n"), gzipSync("two\n")]));
    expect(await tail()).toBe("one\ntwo");
  });

  test.each([
    ["cut off", (packed: Buffer) => packed.subarray(0, -5)],
    ["overwritten", (packed: Buffer) => packed.fill(0xff, 12)],
    ["not gzip", () => Buffer.from("plain text")],
  ])("is an error that names the log where that is %s", async (_fault, damage) => {
    await write("stderr.gz", damage(gzipSync("one\n".repeat(1000))));
    await expect(tail()).rejects.toMatchObject({
      name: "PipelineError",
      message: expect.stringContaining(`${FOLDER}/stderr.gz cannot be unpacked: `),
    });
  });
});

describe("the logs in S3", () => {
  test("are read from below the prefix, the packed one first", async () => {
    const { s3, inS3 } = await logsInS3();
    expect(await inS3.tail("j-1", "s-2")).toBeUndefined();
    expect(s3.requests.map((request) => request.replace(/\?.*/, ""))).toEqual([
      `GET /logs/${FOLDER}/stderr.gz`,
      `GET /logs/${FOLDER}/stderr`,
    ]);
    s3.objects.set(`${FOLDER}/stderr.gz`, gzipSync("one\n"));
    expect(await inS3.tail("j-1", "s-2")).toBe("one");
  });

  test("that may not be read are an error", async () => {
    const { s3, inS3 } = await logsInS3();
    s3.intercept = () => refusal(403, "AccessDenied");
    await expect(inS3.tail("j-1", "s-2")).rejects.toMatchObject({ name: "InvalidInput" });
  });
});

async function logsInS3() {
  const s3 = await startFakeS3("logs");
  const client = clientOf(s3.endpoint);
  onTestFinished(async () => {
    client.destroy();
    await s3.close();
  });
  const inS3 = stepLogs({ logUri: "s3://logs/emr/", store: s3Store(client, "logs"), prefix: "emr/" });
  return { s3, inS3 };
}

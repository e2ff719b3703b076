import { inspect } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { s3Store } from "../../../../functions/adapters/store/s3-store.ts";
import { InvalidInput, PipelineError } from "../../../../functions/errors.ts";
import type { ObjectStore } from "../../../../functions/ports.ts";
import { ACCESS_KEY, SECRET_KEY } from "../../../support/fake-aws-json.ts";
import { clientOf, type FakeS3, refusal, startFakeS3 } from "../../../support/fake-s3.ts";
import { element, leaf } from "../../../support/xml.ts";

let server: FakeS3;
let store: ObjectStore;
beforeEach(async () => {
  server = await startFakeS3("figures");
  store = s3Store(clientOf(server.endpoint), "figures");
});
afterEach(() => server.close());

const BODY = Buffer.from("body");
const ACTIONS: ReadonlyArray<readonly [name: string, act: (store: ObjectStore) => Promise<unknown>]> = [
  ["read", (each) => each.read("a/b")],
  ["write", (each) => each.write("a/b", BODY)],
  ["list", (each) => each.list("a/b")],
  ["remove", (each) => each.remove(["a/b"])],
];

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

test("a write is one request that carries the SHA-256 of the whole", async () => {
  let checksum: unknown;
  server.intercept = (request) => {
    checksum = request.headers["x-amz-checksum-sha256"];
    return undefined;
  };
  await store.write("a", BODY);
  expect(checksum).toBe("Iw2DWNyOiJC0xY3utikS7i8gNXrpKlzIYbmOaP4xrLU=");
  expect(server.requests).toHaveLength(1);
});

test("a listing takes as many pages as it needs", async () => {
  for (let index = 0; index < 2001; index++) server.objects.set(`k${index}`, BODY);
  expect(await store.list("k")).toHaveLength(2001);
  expect(server.requests).toHaveLength(3);
});

test("2,001 objects are removed in three requests", async () => {
  const keys = Array.from({ length: 2001 }, (_, index) => `k${index}`);
  for (const key of keys) server.objects.set(key, BODY);
  await store.remove(keys);
  expect(server.objects.size).toBe(0);
  expect(server.requests).toHaveLength(3);
});

test.each(ACTIONS)(
  "a %s that is not permitted is InvalidInput with the address and no secret",
  async (name, act) => {
    const told = leaf("AWSAccessKeyId", ACCESS_KEY) + leaf("StringToSign", "a signed string");
    const body = element("Error", leaf("Code", "AccessDenied"), leaf("Message", "No s3 for you"), told);
    server.intercept = () => ({ status: 403, body });
    const error = await failure(act(store));
    expect(error).toBeInstanceOf(InvalidInput);
    const text = inspect(error, { depth: 9, showHidden: true });
    expect(text).toContain(`Cannot ${name} s3://figures/a/b: AccessDenied: No s3 for you (request REQUEST1)`);
    expect(text).toContain("hint");
    for (const secret of [ACCESS_KEY, SECRET_KEY, "a signed string"]) expect(text).not.toContain(secret);
  },
);

test.each(ACTIONS)("a %s in a bucket that does not exist is InvalidInput", async (_name, act) => {
  const error = await failure(act(s3Store(clientOf(server.endpoint), "elsewhere")));
  expect(error).toBeInstanceOf(InvalidInput);
  expect(String(error)).toContain("s3://elsewhere/a/b: NoSuchBucket");
});

test.each(ACTIONS)(
  "a %s that S3 cannot serve now is a PipelineError that may be tried again",
  async (_name, act) => {
    server.intercept = () => refusal(503, "SlowDown");
    const error = await failure(act(store));
    expect(error).toBeInstanceOf(PipelineError);
    expect(error).not.toBeInstanceOf(InvalidInput);
    expect(String(error)).toContain("s3://figures/a/b: SlowDown");
  },
);

test.each(ACTIONS)("a %s without an answer is a PipelineError with the address", async (_name, act) => {
  await server.close();
  const error = await failure(act(store));
  expect(error).toBeInstanceOf(PipelineError);
  expect(String(error)).toContain("s3://figures/a/b");
});

test("an object that arrives in part is an error, never a part", async () => {
  server.intercept = () => ({ status: 200, body: BODY, headers: { "content-length": "9" } });
  const reading = failure(store.read("a/b"));
  // The connection ends before the promised nine bytes have come.
  setTimeout(() => void server.close(), 100);
  expect(String(await reading)).toContain("Cannot read s3://figures/a/b");
});

test("objects that S3 keeps are an error with the first key, its reason and their number", async () => {
  const kept = (key: string) =>
    element("Error", leaf("Key", key), leaf("Code", "AccessDenied"), leaf("Message", "Locked"));
  server.intercept = () => ({ status: 200, body: element("DeleteResult", kept("b"), kept("c")) });
  const error = await failure(store.remove(["a", "b", "c"]));
  expect(error).toBeInstanceOf(InvalidInput);
  expect(String(error)).toContain(
    "Cannot remove 2 of 3 objects from s3://figures, the first being b: AccessDenied: Locked",
  );
});

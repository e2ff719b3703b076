import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { s3Versions } from "../../../../functions/adapters/store/s3-versions.ts";
import { startVersionedS3, type VersionedS3 } from "../../../support/compliance/fake-versions.ts";
import { clientOf, startFakeS3 } from "../../../support/fake-s3.ts";

let s3: VersionedS3;
beforeEach(async () => {
  s3 = await startVersionedS3("data", 3);
});
afterEach(() => s3.close());

const versions = () => s3Versions(clientOf(s3.endpoint), "data");
const always = () => true;
const left = () => s3.versions.map(({ key, body }) => `${key}: ${body?.toString() ?? "marker"}`);

test("versions that are not current go, on every page of the listing, and what is current stays", async () => {
  for (const body of ["first", "second", "third", "fourth", "fifth"]) s3.write("raw/a", body);
  s3.write("raw/b", "only");
  s3.write("raw/c", "old");
  s3.write("raw/c", "new");
  s3.write("other/a", "old");
  s3.write("other/a", "new");

  expect(await versions().purge("raw/", always)).toBe(true);

  expect(left()).toEqual(["other/a: new", "other/a: old", "raw/a: fifth", "raw/b: only", "raw/c: new"]);
});

test("an object that was removed goes for good, with its marker, and does not come back", async () => {
  s3.write("raw/a", "first");
  s3.remove("raw/a");
  s3.write("raw/a", "second");
  s3.remove("raw/a");
  s3.remove("raw/a");
  s3.write("raw/b", "here & <there>");

  expect(await versions().purge("raw/", always)).toBe(true);

  expect(left()).toEqual(["raw/b: here & <there>"]);
});

test("a marker stays as long as a version lies below it", async () => {
  s3.write("raw/a", "first");
  s3.remove("raw/a");
  s3.kept.add("v1");

  await expect(versions().purge("raw/", always)).rejects.toMatchObject({
    name: "InvalidInput",
    message: "Cannot remove 1 of 1 objects from s3://data, the first being raw/a: AccessDenied: Not yours",
  });

  expect(left()).toEqual(["raw/a: marker", "raw/a: first"]);
});

test("where time runs out the rest is left to the next call", async () => {
  for (let object = 0; object < 10; object++) {
    s3.write(`raw/${object}`, "old");
    s3.remove(`raw/${object}`);
  }
  let calls = 0;
  for (let done = false; !done; calls++) {
    let requests = 6;
    done = await versions().purge("raw/", () => requests-- > 0);
    expect(calls).toBeLessThan(50);
  }
  expect(left()).toEqual([]);
  expect(calls).toBeGreaterThan(1);
});

describe("a refusal says what to do", () => {
  test("where the versions cannot be listed", async () => {
    const refusing = await startFakeS3("data");
    refusing.intercept = () => ({ status: 403, body: "<Error><Code>AccessDenied</Code></Error>" });
    const purge = s3Versions(clientOf(refusing.endpoint), "data").purge("raw/", always);
    await expect(purge).rejects.toMatchObject({
      name: "InvalidInput",
      message: expect.stringContaining("s3://data/raw/"),
    });
    await refusing.close();
  });
});

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { givenFiles } from "../../../../functions/adapters/housing/given-files.ts";
import { InvalidInput } from "../../../../functions/errors.ts";
import { contentsOf, fetchOnce, folderWith } from "../../../support/housing/fetching.ts";
import { memoryStore } from "../../../support/memory-store.ts";

const sales = (path: string) => givenFiles([{ path, kind: "sales", synthetic: false }]);

async function refusal(
  path: string,
): Promise<{ readonly message: string; readonly hint: string | undefined }> {
  const error = await sales(path).catch((thrown: unknown) => thrown);
  if (!(error instanceof InvalidInput)) throw error;
  return { message: error.message, hint: error.hint };
}

test("a folder gives each of its CSVs, in the order of their names, and nothing else in it", async () => {
  const folder = await folderWith({
    "ONSPD_W.csv": "w",
    "ONSPD_E.csv": "e",
    "ONSPD_EC.CSV": "ec",
    "._ONSPD_E.csv": "what a Mac writes beside it",
    "notes.txt": "n",
  });
  await mkdir(join(folder, "old.csv"));
  const store = memoryStore();
  await fetchOnce("r1", await sales(folder), store);
  expect(Object.entries(await contentsOf(store, "r1"))).toEqual([
    ["ONSPD_E.csv", "e"],
    ["ONSPD_EC.CSV", "ec"],
    ["ONSPD_W.csv", "w"],
  ]);
});

test("a folder without CSVs is refused, and the hint names the folder below it that has some", async () => {
  const folder = await folderWith({ "notes.txt": "n" });
  expect(await refusal(folder)).toEqual({
    message: `There is no *.csv in the folder ${folder}.`,
    hint: "Give a folder that has CSVs, one CSV, or the zip as you downloaded it.",
  });
  await mkdir(join(folder, "Data", "multi_csv"), { recursive: true });
  await writeFile(join(folder, "Data", "multi_csv", "a.csv"), "a");
  expect((await refusal(folder)).hint).toBe(
    `There are some in ${join(folder, "Data", "multi_csv")}: give that folder.`,
  );
});

test("a file that is missing, empty or no file is refused before anything starts", async () => {
  const folder = await folderWith({ "empty.csv": "", "full.csv": "x" });
  const message = async (name: string) => (await refusal(join(folder, name))).message;
  expect(await message("none.csv")).toBe(
    `Cannot read ${join(folder, "none.csv")}: there is no such file or folder.`,
  );
  expect(await message("empty.csv")).toBe(`The file ${join(folder, "empty.csv")} is empty.`);
  expect(await message("full.csv/below.csv")).toMatch(/there is no such file or folder\.$/);
  expect((await refusal(folder)).message).toMatch(/empty\.csv is empty\.$/);
  expect((await refusal("/dev/null")).message).toBe(
    "Cannot read /dev/null: it is neither a file nor a folder.",
  );
});

import { readFileSync, writeFileSync } from "node:fs";

/**
 * The text of a golden file under test/fixtures. With UPDATE_GOLDEN=1 the file is first rewritten as
 * `actual`, to be reviewed like any other change; where CI is set that is refused.
 */
export function goldenText(
  name: string,
  actual: string,
  folder = new URL("./fixtures/", import.meta.url),
): string {
  const file = new URL(name, folder);
  if (process.env.UPDATE_GOLDEN === "1") {
    if (process.env.CI) throw new Error(`CI must not rewrite ${name}: unset UPDATE_GOLDEN`);
    writeFileSync(file, actual);
  }
  return readFileSync(file, "utf8");
}

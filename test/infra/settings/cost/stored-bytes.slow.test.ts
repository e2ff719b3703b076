import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PUBLISHED_BYTES, STORED_BYTES_PER_POST } from "../../../../infra/settings/cost/assumptions.ts";
import { citypulse } from "../../../support/citypulse.ts";
import { reportOf, rowsOf } from "../../../support/cli-reports.ts";

const { call, newHome } = citypulse();
const SIZE = `select sum(pg_total_relation_size(c.oid)) as bytes
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'citypulse' and c.relkind = 'r'`;

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);

test("a run of the bundled sample stores about as many bytes as the cost of a stack is reckoned from", async () => {
  const home = newHome();
  const { posts } = reportOf(await call(["run", "--json", "--home", home]));
  const [database] = rowsOf(await call(["sql", "--json", "--home", home, SIZE]));
  const stored = (prefix: string): number => bytesIn(join(home, "store", prefix));
  const measured = {
    raw: stored("raw") / posts.read,
    analysis: stored("analysis") / posts.read,
    database: Number(database?.bytes) / posts.read,
    published: stored("published"),
  };
  const reckoned = { ...STORED_BYTES_PER_POST, published: PUBLISHED_BYTES };
  for (const [what, bytes] of Object.entries(measured)) {
    const ratio = bytes / (new Map(Object.entries(reckoned)).get(what) ?? Number.NaN);
    expect(ratio, what).toBeGreaterThan(0.75);
    expect(ratio, what).toBeLessThan(1.25);
  }
});

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { PIPELINES, sectionsOf } from "../../infra/pipelines.ts";
import { Configuration } from "../../infra/settings/configuration.ts";

const DOCUMENT = readFileSync(new URL("../../docs/configuration.md", import.meta.url), "utf8");

/** The keys of a JSON schema with their defaults, one a line: `database.multiAz` and `false`. */
type Schema = { readonly properties?: Readonly<Record<string, Schema>>; readonly default?: unknown };

const keysOf = (schema: Schema, path: string): (readonly [string, string])[] =>
  schema.properties === undefined
    ? [[path, schema.default === undefined ? "" : String(schema.default)]]
    : Object.entries(schema.properties).flatMap(([name, inner]) =>
        keysOf(inner, path === "" ? name : `${path}.${name}`),
      );

test("docs/configuration.md has every key of the configuration, those of pipelines too, with its default", () => {
  const rows = [...DOCUMENT.matchAll(/^\| `([\w.]+)` \| (?:`([^`]*)`)? ?\|/gm)].map(
    ([, key = "", value = ""]) => [key, value],
  );
  const schema = z.toJSONSchema(Configuration.extend(sectionsOf(PIPELINES)), {
    io: "input",
    unrepresentable: "any",
  }) as Schema;
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(keysOf(schema, "")));
  expect(rows).toHaveLength(new Set(rows.map(([key]) => key)).size);
});

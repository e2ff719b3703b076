import { readFileSync } from "node:fs";
import { parseConfiguration } from "../../../../infra/settings/configuration.ts";
import type { PricedStack } from "../../../../infra/settings/cost/cost-row.ts";
import { parseStackFile } from "../../../../infra/settings/stack-file.ts";
import { machine } from "../../../state-machines/execute.ts";

const FILE = new URL("../../../../Pulumi.dev.yaml", import.meta.url);

/** The stack dev as it comes, without MWAA, with runs of 20,000 posts. */
export const dev: PricedStack = {
  configuration: parseStackFile("dev", readFileSync(FILE, "utf8")).configuration,
  posts: 20_000,
  engine: "auto",
  egress: "endpoint",
  airflow: null,
  machine,
};

/** The same with these keys, and otherwise the defaults. */
export const configured = (keys: unknown): PricedStack => ({
  ...dev,
  configuration: parseConfiguration("dev", keys),
});

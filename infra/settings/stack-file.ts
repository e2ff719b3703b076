import { parse } from "yaml";
import { z } from "zod";
import { InvalidInput, messageOf } from "../../functions/errors.ts";
import { type Configuration, parseConfiguration, type Sections } from "./configuration.ts";

/** What our keys begin with in a stack's configuration. */
export const NAMESPACE = "citypulse:";

/** The names of a region: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
export const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** The keys of a namespace, such as `citypulse:`, without it. */
export const keysOf = (
  config: Readonly<Record<string, unknown>>,
  namespace: string,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.startsWith(namespace))
      .map(([key, value]) => [key.slice(namespace.length), readValue(value)]),
  );

/** Pulumi hands objects, lists, numbers and booleans over as JSON, and writes a number as a text. */
function readValue(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    const read: unknown = JSON.parse(value);
    return read;
  } catch {
    return value;
  }
}

const Region = z.string().regex(REGION, "give a region such as us-east-1");

const StackFile = z.object({ config: z.record(z.string(), z.unknown()).nullish() }).nullable();

/** What a stack's file decides. */
export interface StackSettings {
  /** AWS's name of the region; undefined where the file leaves it to the environment. */
  readonly region: string | undefined;
  readonly configuration: Configuration;
}

/**
 * The settings in `Pulumi.<stack>.yaml`, with all defaults filled in; `text` is its content. Throws InvalidInput if it
 * is not YAML, or if its keys cannot be used.
 */
export function parseStackFile(stack: string, text: string, sections: Sections = {}): StackSettings {
  const { config } = parseYaml(stack, text) ?? {};
  const region = Region.optional().safeParse(config?.["aws:region"]);
  if (!region.success)
    throw new InvalidInput(
      `aws:region in Pulumi.${stack}.yaml is not a region: ${region.error.issues[0]?.message}.`,
      {
        hint: `Run \`pulumi config set aws:region us-east-1 --stack ${stack}\`.`,
      },
    );
  const configuration = parseConfiguration(stack, keysOf(config ?? {}, NAMESPACE), sections);
  return { region: region.data, configuration };
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

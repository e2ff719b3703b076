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

/** Parses JSON. Returns undefined, which is no JSON value, if the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The field of a value that may be an object; undefined if it is not an object. */
export const field = (value: unknown, name: string): unknown =>
  isJsonObject(value) ? value[name] : undefined;

/** The JSON value, or undefined, which JSON cannot say, where the text is none. */
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

/** The field of what may be an object; undefined where it is none. */
export const field = (value: unknown, name: string): unknown =>
  isJsonObject(value) ? value[name] : undefined;

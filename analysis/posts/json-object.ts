export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The field of what may be an object; undefined where it is none. */
export const field = (value: unknown, name: string): unknown =>
  isJsonObject(value) ? value[name] : undefined;

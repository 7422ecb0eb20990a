/** What a JSON text can say. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
export const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !isList(value);

/** The value with each of its leaves changed; a leaf comes with its key, or its place in its list, or "" alone. */
export function mapLeaves(
  value: Json,
  change: (leaf: Json, key: string | number) => Json,
  key: string | number = "",
): Json {
  if (isList(value)) return value.map((part, place) => mapLeaves(part, change, place));
  if (!isObject(value)) return change(value, key);
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, mapLeaves(part, change, name)]),
  );
}

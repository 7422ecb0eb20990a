import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a JSON text can say. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
export const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !isList(value);

/** The value with each of its leaves changed; a leaf comes with its key, or its place in its list, or "" by itself. */
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

// The recorded responses, as the tests of the parsers read them.

const FOLDER = join(__dirname, "../../test/fixtures/responses");

/** A recorded body, byte for byte. `file` is "kraken/ticker.json". */
export const recordedBody = (file: string): Buffer => readFileSync(join(FOLDER, file));

const recordedValue = (file: string): Json => JSON.parse(recordedBody(file).toString("utf8")) as Json;

/** An object of a recorded body: the whole, or what is under `path` in it. */
export function recordedObject(file: string, ...path: string[]): JsonObject {
  let found: Json | undefined = recordedValue(file);
  for (const key of path) found = found !== undefined && isObject(found) ? found[key] : undefined;
  if (found === undefined || !isObject(found)) throw new Error(`${file} holds no object ${path.join(".")}`);
  return found;
}

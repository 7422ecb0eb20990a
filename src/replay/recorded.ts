// The recorded responses, as the tests of the parsers read them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, type Json, type JsonObject } from "./json";

const FOLDER = join(__dirname, "../../test/fixtures/responses");

/** A recorded body, byte for byte. `file` is "kraken/ticker.json". */
export const recordedBody = (file: string): Buffer => readFileSync(join(FOLDER, file));

const recordedValue = (file: string): Json => JSON.parse(recordedBody(file).toString("utf8")) as Json;

/** An object of a recorded body: the whole, or what stands under `path` in it. */
export function recordedObject(file: string, ...path: string[]): JsonObject {
  let found: Json | undefined = recordedValue(file);
  for (const key of path) found = found !== undefined && isObject(found) ? found[key] : undefined;
  if (found === undefined || !isObject(found)) throw new Error(`${file} holds no object ${path.join(".")}`);
  return found;
}

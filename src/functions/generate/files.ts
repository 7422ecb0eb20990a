import { readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "../catalogue";
import { functionsJson } from "./functionsJson";
import { helpIndex, helpPage, type NativeHelp } from "./helpPage";

/**
 * Every file of the build that follows from the definitions, by its path in dist/; `url` is where dist/ is published, and
 * `nativeOf` gives a function by name in Excel's own functions,
 * which all have the common differences.
 */
export function generatedFiles(
  url: string,
  nativeOf: (name: string) => NativeHelp,
  commonDifferences: readonly string[],
): Record<string, string> {
  const files: Record<string, string> = {
    "functions.json": `${JSON.stringify(functionsJson(catalogue, url), null, 2)}\n`,
    "help/index.html": helpIndex(catalogue, commonDifferences),
    "help/help.css": readFileSync(join(__dirname, "help.css"), "utf8"),
  };
  for (const definition of catalogue)
    files[`help/${definition.name}.html`] = helpPage(definition, catalogue, nativeOf(definition.name));
  return files;
}

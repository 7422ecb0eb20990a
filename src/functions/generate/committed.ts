import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { excelName } from "../arguments";
import { groups, type Definition } from "../define";
import { withReadmeTable } from "./readmeTable";

const CATALOGUE = "src/functions/catalogue.ts";
const PUBLISHED = "test/functions/published.json";

/** A definition as the catalogue imports it: `import { hashprice } from "./economics/hashprice"`. */
interface Found {
  readonly variable: string;
  readonly path: string;
  readonly definition: Definition;
}

/**
 * The committed files that follow from the definitions, by path: `npm run generate` writes them, and a test fails while
 * one differs. Throws if a published function has changed.
 */
export async function committedFiles(): Promise<Record<string, string>> {
  const found = inOrder(await definitions(), readFileSync(CATALOGUE, "utf8"));
  const catalogue = found.map(({ definition }) => definition);
  return {
    [CATALOGUE]: catalogueText(found),
    [PUBLISHED]: publishedText(readFileSync(PUBLISHED, "utf8"), catalogue),
    "README.md": withReadmeTable(readFileSync("README.md", "utf8"), catalogue),
  };
}

/** Every definition in the folders of src/functions. */
async function definitions(): Promise<Found[]> {
  const root = join(__dirname, "..");
  const found: Found[] = [];
  for (const folder of readdirSync(root, { withFileTypes: true })) {
    if (!folder.isDirectory()) continue;
    for (const file of readdirSync(join(root, folder.name))) {
      const path = join(root, folder.name, file);
      const variable = /^export const (\w+) = define\b/m.exec(readFileSync(path, "utf8"))?.[1];
      if (variable === undefined) continue;
      const exported = (await import(path)) as Record<string, Definition | undefined>;
      const definition = exported[variable];
      if (definition === undefined) throw new Error(`${path} does not export ${variable}`);
      found.push({ variable, path: `./${folder.name}/${file.replace(/\.ts$/, "")}`, definition });
    }
  }
  return found;
}

/** By group, in each as the catalogue lists them, and new ones last. */
function inOrder(found: readonly Found[], catalogue: string): Found[] {
  const listed = [...catalogue.matchAll(/^ {2}(\w+),$/gm)].map(([, variable]) => variable);
  const place = ({ variable }: Found) => (listed.includes(variable) ? listed.indexOf(variable) : Infinity);
  return groups.flatMap((group) => {
    const members = found.filter(({ definition }) => definition.group === group);
    return members.sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
  });
}

function catalogueText(found: readonly Found[]): string {
  const imports = found.map(({ variable, path }) => `import { ${variable} } from "${path}";`);
  const entries = found.map(({ variable, definition: { group } }, index) => {
    const isFirst = found[index - 1]?.definition.group !== group;
    return isFirst ? `  // ${group}\n  ${variable},` : `  ${variable},`;
  });
  return `${imports.join("\n")}
import type { Definition } from "./define";

/**
 * Every function, in the order of the help. \`npm run generate\` writes this file: a new definition goes to the end of its
 * group, and may then be moved within it.
 */
export const catalogue: readonly Definition[] = [
${entries.join("\n")}
];
`;
}

/** The record of published functions with the new ones, and with new arguments. Throws if anything else has changed. */
export function publishedText(text: string, catalogue: readonly Definition[]): string {
  const published = JSON.parse(text) as Record<string, string>;
  const current = new Map<string, string>();
  for (const { name, parameters } of catalogue)
    current.set(name, Object.keys(parameters).map(excelName).join(", "));
  for (const [name, names] of Object.entries(published)) {
    if (`${current.get(name)}, `.startsWith(`${names}, `)) continue;
    throw new Error(
      `${name}(${names}) is published: workbooks hold its name and the order of its arguments, so a new argument may only come last. If it has not been released yet, delete its line in ${PUBLISHED} and run npm run generate.`,
    );
  }
  return `${JSON.stringify({ ...published, ...Object.fromEntries(current) }, null, 2)}\n`;
}

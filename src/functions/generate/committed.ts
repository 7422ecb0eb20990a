import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { excelName } from "../arguments";
import { groups, type Definition } from "../define";
import { withBacktestTable } from "./backtestTable";
import { functionsPage } from "./functionsPage";

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
    "docs/functions.md": functionsPage(catalogue),
    "docs/backtest.md": withBacktestTable(readFileSync("docs/backtest.md", "utf8")),
  };
}

/** Every definition in the folders of src/functions. */
async function definitions(): Promise<Found[]> {
  const root = join(__dirname, "..");
  const found: Found[] = [];
  for (const folder of readdirSync(root, { withFileTypes: true })) {
    if (!folder.isDirectory() || folder.name === "generate") continue;
    for (const file of readdirSync(join(root, folder.name))) {
      const path = join(root, folder.name, file);
      const text = readFileSync(path, "utf8");
      if (!/\bdefine\(/.test(text)) continue;
      const variable = /^export const (\w+) = define\(/m.exec(text)?.[1];
      if (variable === undefined)
        throw new Error(`${path}: begin its definition with "export const x = define({"`);
      const exported = (await import(path)) as Record<string, Definition | undefined>;
      const definition = exported[variable];
      if (definition === undefined) throw new Error(`${path} does not export ${variable}`);
      const { name, group } = definition;
      if (!groups.includes(group))
        throw new Error(`${name}: "${group}" is not one of the groups: ${groups.join("; ")}`);
      if (found.some((other) => other.definition.name === name))
        throw new Error(`Two definitions are called ${name}; the second is ${path}`);
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
    const now = current.get(name);
    if (`${now}, `.startsWith(`${names}, `)) continue;
    const change = now === undefined ? "and is gone" : `and is now ${name}(${now})`;
    throw new Error(
      `${name}(${names}) is published ${change}. Workbooks keep function names, argument names and their order: undo the change, or add new arguments after the others. If it has not been released yet, delete its line in ${PUBLISHED} and run npm run generate.`,
    );
  }
  return `${JSON.stringify({ ...published, ...Object.fromEntries(current) }, null, 2)}\n`;
}

import { groups, type Definition } from "../define";
import { signature } from "./signature";

const INTRODUCTION = `# Functions

Arguments in brackets may be left out and then take the value shown. Help for each function opens from Excel's function
wizard, from the pane, and with \`npx hashcell functions NAME\`: it gives the formula, the units, the sources and examples.
[formulas.md](formulas.md) has the derivations. \`npm run generate\` writes this page.
`;

/** The page that lists every function, by group. */
export function functionsPage(catalogue: readonly Definition[]): string {
  const used = groups.filter((group) => catalogue.some((definition) => definition.group === group));
  const sections = used.map((group) => {
    const rows = catalogue
      .filter((definition) => definition.group === group)
      .map((definition) => `| \`${signature(definition)}\` | ${definition.summary} |`);
    return [`## ${group}`, "", "| function | what it gives |", "| --- | --- |", ...rows, ""].join("\n");
  });
  return `${INTRODUCTION}\n${sections.join("\n")}`;
}

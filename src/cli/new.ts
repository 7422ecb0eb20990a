import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Argument, type Command } from "commander";
import { exitCodeHelp } from "./exit";
import { checkOutput, writeOutput } from "./files";
import { print } from "./text";

interface Options {
  readonly output: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function addNew(program: Command): void {
  program
    .command("new")
    .summary("start a workbook")
    .description(
      "Start a workbook from a template. site-valuation is a mining site from order to resale, with its cash flows, hedge, portfolio, treasury, pool audit and hedge book.",
    )
    .addArgument(new Argument("<template>", "which one").choices(["site-valuation"]))
    .requiredOption("-o, --output <file>", "the workbook to write (.xlsx)")
    .option("--force", "replace the file if it exists")
    .option("--json", "print the report as JSON")
    .option("--quiet", "print errors only")
    .addHelpText("after", exitCodeHelp(["done", "usage", "output", "bug", "cancelled"]))
    .action(async (template: string, { output: path, force = false, json, quiet }: Options) => {
      const output = { path, force };
      await checkOutput(output);
      await writeOutput(output, new Uint8Array(await readFile(join(__dirname, `${template}.xlsx`))));
      if (quiet) return;
      if (json) print(JSON.stringify({ template, output: path }, null, 2));
      else print(`${path} is written. Open it in Excel with the Hashcell add-in; blue cells are inputs.`);
    });
}

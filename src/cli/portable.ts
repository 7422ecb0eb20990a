import { Option, type Command } from "commander";
import { build } from "../functions/build";
import { nodeCompression } from "../workfile/nodeCompression";
import { makePortable } from "../workfile/portable";
import type { Converted, ConvertedCell, Grade } from "../workfile/reports";
import { EXIT, exitCodeHelp } from "./exit";
import { checkOutput, convertedInput, writeOutput } from "./files";
import { counted, noted, warned } from "./report";
import { print, wrapped } from "./text";

interface Options {
  readonly output: string;
  readonly as: Grade;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const grades: Readonly<Record<Grade, string>> = {
  lambda: "LAMBDA names",
  classic: "classic formulas",
  values: "values",
};

/** The command line loads no market: what the cells show is from when Excel last calculated them. */
const MARKET = { state: "as of the last calculation of the workbook", quotes: [] };

export function addPortable(program: Command): void {
  program
    .command("portable")
    .summary("make a workbook that needs no add-in")
    .description(
      "Make a copy of a workbook in which no cell needs the Hashcell add-in. lambda: formulas in Excel's own functions, by LAMBDA names, for Microsoft 365 and Excel 2024. classic: formulas for Excel from 2013 on and LibreOffice. values: what the cells show. A cell that cannot have the formula becomes a value, and is listed. The copy keeps the original formulas for the command restore.",
    )
    .argument("<input>", "the workbook (.xlsx, .xlsm)")
    .requiredOption("-o, --output <file>", "the copy to write")
    .addOption(
      new Option("--as <form>", "what the formulas become")
        .choices(Object.keys(grades))
        .makeOptionMandatory(),
    )
    .option("--force", "replace the output if it exists")
    .option("--json", "print the report as JSON")
    .option("--quiet", "print errors only")
    .addHelpText("after", exitCodeHelp(["done", "usage", "input", "output", "partly", "bug", "cancelled"]))
    .action(async (input: string, { output: path, as: grade, force = false, json, quiet }: Options) => {
      const output = { path, force, input };
      await checkOutput(output);
      const options = { grade, version: build.version, at: Date.now(), market: MARKET };
      const converted = await convertedInput(input, (bytes) => makePortable(bytes, options, nodeCompression));
      await writeOutput(output, converted.file);
      if (converted.needsAddin) process.exitCode = EXIT.partly;
      if (quiet) return;
      if (json) print(JSON.stringify({ input, output: path, grade, ...facts(converted) }, null, 2));
      else print(report(input, path, grade, converted));
    });
}

const facts = ({ cells, formulas, names, renamed, coverSheet, needs, needsAddin, warnings }: Converted) => ({
  needs,
  needsAddin,
  coverSheet,
  cells,
  formulas,
  names,
  renamed,
  warnings,
});

const outcomes = ["formula", "value", "unchanged"] as const;

function report(input: string, output: string, grade: Grade, converted: Converted): string {
  const { cells, formulas, names, renamed, coverSheet, needs, warnings } = converted;
  const bySheet = new Map<string, readonly number[]>();
  for (const { sheet, became } of cells) {
    const counts = bySheet.get(sheet) ?? outcomes.map(() => 0);
    bySheet.set(
      sheet,
      counts.map((count, index) => (outcomes[index] === became ? count + 1 : count)),
    );
  }
  const explained = (became: ConvertedCell["became"]) =>
    cells.flatMap((cell) =>
      cell.became === became && cell.why !== undefined ? [{ ...cell, why: cell.why }] : [],
    );
  return [
    wrapped(`${output} is ${input} with ${grades[grade]}, for ${needs}.`),
    counted(["Formulas", "Values", "Unchanged"], bySheet),
    ...(formulas.length === 0
      ? []
      : [wrapped(`Also converted: ${formulas.map(({ place }) => place).join(", ")}.`)]),
    ...noted("Values instead of formulas", explained("value")),
    ...noted("Unchanged; these cells still need the add-in", explained("unchanged")),
    wrapped(
      `${names.length === 0 ? "No names were" : names.length === 1 ? "1 name was" : `${names.length} names were`} added. The last sheet, ${coverSheet}, lists every cell.`,
    ),
    ...renamed.map(({ name, as }) => wrapped(`The name ${name} was taken: ${as} stands for it.`)),
    ...warned(warnings),
  ].join("\n\n");
}

import { Option, type Command } from "commander";
import { build } from "../functions/build";
import { clientCopy } from "../workfile/clientCopy";
import { NothingToConvert } from "../workfile/fileError";
import { nodeCompression } from "../workfile/nodeCompression";
import { makePortable } from "../workfile/portable";
import type { ClientCopy, Converted, ConvertedCell, Grade, PortableOptions } from "../workfile/reports";
import { EXIT, exitCodeHelp } from "./exit";
import { checkOutput, convertedInput, writeOutput } from "./files";
import { counted, noted, warned } from "./report";
import { print, wrapped } from "./text";

interface Options {
  readonly output: string;
  readonly as: Grade;
  readonly sheet?: readonly string[];
  readonly title?: string;
  readonly author?: string;
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
    .option("--sheet <name...>", "keep only these sheets; nothing of the others stays in the copy")
    .option("--title <text>", "the title in the file's properties")
    .option("--author <name>", "the author in the file's properties")
    .option("--force", "replace the output if it exists")
    .option("--json", "print the report as JSON")
    .option("--quiet", "print errors only")
    .addHelpText("after", exitCodeHelp(["done", "usage", "input", "output", "partly", "bug", "cancelled"]))
    .action(async (input: string, given: Options) => {
      const { output: path, as: grade, sheet: sheets, title, author, force = false, json, quiet } = given;
      const output = { path, force, input };
      await checkOutput(output);
      const options = { grade, version: build.version, at: Date.now(), market: MARKET };
      const { copy, converted } = await convertedInput(input, (bytes) => {
        const copy = clientCopy(bytes, { sheets, title, author }, nodeCompression);
        return { copy, converted: portableOf(copy, sheets !== undefined, options) };
      });
      await writeOutput(output, (converted ?? copy).file);
      if (converted?.needsAddin) process.exitCode = EXIT.partly;
      if (quiet) return;
      if (json) print(JSON.stringify({ input, output: path, grade, ...facts(copy, converted) }, null, 2));
      else if (converted === undefined) print(plainReport(input, path, copy));
      else print(report(input, path, grade, copy, converted));
    });
}

/** Undefined where nothing on the sheets that were kept calls the add-in. */
function portableOf(copy: ClientCopy, isCut: boolean, options: PortableOptions): Converted | undefined {
  try {
    return makePortable(copy.file, options, nodeCompression);
  } catch (error) {
    if (isCut && error instanceof NothingToConvert) return undefined;
    throw error;
  }
}

const facts = (copy: ClientCopy, converted: Converted | undefined) => ({
  needs: converted?.needs,
  needsAddin: converted?.needsAddin ?? false,
  coverSheet: converted?.coverSheet,
  cells: converted?.cells ?? [],
  formulas: converted?.formulas ?? [],
  names: converted?.names ?? [],
  renamed: converted?.renamed ?? [],
  ...(copy.values.length === 0 ? {} : { cutCells: copy.values }),
  warnings: [...copy.warnings, ...(converted?.warnings ?? [])],
});

const outcomes = ["formula", "value", "unchanged"] as const;

function report(input: string, output: string, grade: Grade, copy: ClientCopy, converted: Converted): string {
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
    ...cutReport(copy),
    ...warned([...copy.warnings, ...warnings]),
  ].join("\n\n");
}

/** Of sheets on which nothing calls the add-in. */
const plainReport = (input: string, output: string, copy: ClientCopy) =>
  [
    wrapped(
      `${output} holds the sheets of ${input} that were asked for. No cell of them calls a MINING function: it needs no add-in.`,
    ),
    ...cutReport(copy),
    ...warned(copy.warnings),
  ].join("\n\n");

const cutReport = ({ values }: ClientCopy) =>
  values.length === 0
    ? []
    : [
        wrapped(
          `${values.length === 1 ? "1 cell" : `${values.length} cells`} referred to sheets that were left out and became fixed values, as the workbook last showed them.`,
        ),
      ];

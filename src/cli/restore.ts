import type { Command } from "commander";
import { nodeCompression } from "../workfile/nodeCompression";
import type { Restored } from "../workfile/reports";
import { restored } from "../workfile/restore";
import { dayText } from "../workfile/wording";
import { EXIT, exitCodeHelp } from "./exit";
import { checkOutput, convertedInput, writeOutput } from "./files";
import { counted, noted, warned } from "./report";
import { print, wrapped } from "./text";

interface Options {
  readonly output: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function addRestore(program: Command): void {
  program
    .command("restore")
    .summary("give a portable workbook its MINING formulas back")
    .description(
      "Make a copy of a portable workbook that has its original MINING formulas again. Cells that were changed after the conversion stay as they are, and are listed.",
    )
    .argument("<input>", "the portable workbook (.xlsx, .xlsm)")
    .requiredOption("-o, --output <file>", "the copy to write")
    .option("--force", "replace the output if it exists")
    .option("--json", "print the report as JSON")
    .option("--quiet", "print errors only")
    .addHelpText("after", exitCodeHelp(["done", "usage", "input", "output", "partly", "bug", "cancelled"]))
    .action(async (input: string, { output: path, force = false, json, quiet }: Options) => {
      const output = { path, force, input };
      await checkOutput(output);
      const result = await convertedInput(input, (bytes) => restored(bytes, nodeCompression));
      await writeOutput(output, result.file);
      if (result.left.length > 0) process.exitCode = EXIT.partly;
      if (quiet) return;
      const { grade, version, at, cells, left, warnings } = result;
      if (!json) print(report(input, path, result));
      else
        print(
          JSON.stringify(
            { input, output: path, grade, version, at: new Date(at).toISOString(), cells, left, warnings },
            null,
            2,
          ),
        );
    });
}

function report(input: string, output: string, { version, at, cells, left, warnings }: Restored): string {
  const bySheet = new Map<string, readonly [number, number]>();
  const add = (sheet: string, restoredOnes: number, leftOnes: number) => {
    const [before, leftBefore] = bySheet.get(sheet) ?? [0, 0];
    bySheet.set(sheet, [before + restoredOnes, leftBefore + leftOnes]);
  };
  for (const { sheet } of cells) add(sheet, 1, 0);
  for (const { sheet } of left) add(sheet, 0, 1);
  const when = dayText(at);
  return [
    wrapped(
      `${output} is ${input} with the MINING formulas that it had before Hashcell ${version} made it portable on ${when}.`,
    ),
    counted(["Restored", "Left"], bySheet),
    ...noted("Left as they are", left),
    ...warned(warnings),
  ].join("\n\n");
}

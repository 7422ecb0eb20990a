import { InvalidArgumentError, type Command } from "commander";
import { build } from "../functions/build";
import { addressOf } from "../workfile/evaluate/evaluation";
import { frozenMarket } from "../workfile/frozenMarket";
import { nodeCompression } from "../workfile/nodeCompression";
import { recalculate, type Recalculated } from "../workfile/recalculate";
import type { Wanted } from "../workfile/settingCells";
import { typedFormula } from "../workfile/typedFormula";
import { countOf, momentText } from "../workfile/wording";
import { openWorkbook } from "../workfile/workbook";
import { EXIT, exitCodeHelp } from "./exit";
import { checkOutput, convertedInput, writeOutput } from "./files";
import { marketIn, marketOf, type GivenMarket } from "./market";
import { listed, notComputed, warned } from "./report";
import { print, wrapped } from "./text";
import { plain, shown } from "./values";

interface Options {
  readonly output: string;
  readonly market?: string;
  readonly set: readonly Wanted[];
  readonly capsule?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function addRecalc(program: Command): void {
  program
    .command("recalc")
    .summary("calculate a workbook without Excel")
    .description(
      "Make a copy of a workbook in which every cell that calls a MINING function is calculated again, with all cells that depend on one. What cannot be calculated here keeps its value and is listed; Excel calculates everything when it opens the copy. Market values are those that the workbook keeps if it is frozen, or those of --market; otherwise cells that show the market stay as they are.",
    )
    .argument("<input>", "the workbook (.xlsx, .xlsm)")
    .requiredOption("-o, --output <file>", "the copy to write")
    .option("--market <file>", "market values: a frozen workbook, or its values as .json")
    .option(
      "--set <name=value>",
      "give a cell another value first: an address such as Inputs!B4, a name of the workbook, or an assumption of its model; may be repeated",
      assignment,
      [],
    )
    .option("--capsule", "keep in the copy what its results were made from, for the command verify")
    .option("--force", "replace the output if it exists")
    .option("--json", "print the report as JSON")
    .option("--quiet", "print errors only")
    .addHelpText("after", exitCodeHelp(["done", "usage", "input", "output", "partly", "bug", "cancelled"]))
    .action(async (input: string, options: Options) => {
      const { output: path, market, set, capsule, force = false, json, quiet } = options;
      const output = { path, force, input };
      await checkOutput(output);
      const given = market === undefined ? undefined : await marketIn(market);
      const { result, used } = await convertedInput(input, (bytes) => {
        const used = given ?? ownMarket(bytes);
        const facts = capsule && { version: build.version, at: Date.now(), market: used?.text };
        const asked = { market: used?.reader, set, ...(facts && { capsule: facts }) };
        return { used, result: recalculate(bytes, asked, nodeCompression) };
      });
      await writeOutput(output, result.file);
      if (result.left.length > 0) process.exitCode = EXIT.partly;
      if (quiet) return;
      print(
        json ? JSON.stringify(facts(input, path, result, used), null, 2) : report(input, path, result, used),
      );
    });
}

function ownMarket(bytes: Uint8Array): GivenMarket | undefined {
  const freeze = frozenMarket(openWorkbook(bytes, nodeCompression));
  return freeze && marketOf(freeze);
}

function assignment(text: string, before: readonly Wanted[]): readonly Wanted[] {
  const at = text.lastIndexOf("=");
  const name = text.slice(0, at).trim();
  if (at < 0 || name === "") throw new InvalidArgumentError("it must be NAME=VALUE, as Inputs!B4=0.05.");
  return [...before, { name, value: text.slice(at + 1).trim() }];
}

function facts(input: string, output: string, result: Recalculated, used: GivenMarket | undefined) {
  const { mining, computed, changed, set, left, market, volatile, warnings } = result;
  return {
    input,
    output,
    miningCells: mining,
    computed,
    changed: changed.map(({ cell, before, after }) => ({
      sheet: cell.sheet.name,
      cell: addressOf(cell, cell.sheet),
      formula: typedFormula(cell),
      before: plain(before),
      after: plain(after),
    })),
    set: set.map(({ name, before, value, ...place }) => ({
      name,
      sheet: place.sheet.name,
      cell: addressOf(place, place.sheet),
      before: plain(before),
      after: plain(value),
    })),
    left: left.map(({ at, ...rest }) => ({ cell: at, ...rest })),
    marketAsOf: used && new Date(used.frozenAt).toISOString(),
    marketCellsKept: market,
    volatile: Object.fromEntries(volatile),
    warnings,
  };
}

function report(input: string, output: string, result: Recalculated, used: GivenMarket | undefined): string {
  const { mining, computed, changed, set, left, market, volatile, warnings } = result;
  return [
    wrapped(
      `${output} is ${input}, calculated: ${countOf(mining, "cell calls", "cells call")} MINING functions; ${countOf(computed, "cell was", "cells were")} calculated with what depends on them; ${changed.length === 0 ? "none has" : countOf(changed.length, "has", "have")} another value now.`,
    ),
    ...(used === undefined ? [] : [wrapped(`Market values as of ${momentText(used.frozenAt)}.`)]),
    ...listed(
      "Set",
      set.map(({ name, before, value, ...place }) => [
        name,
        addressOf(place),
        shown(before),
        "->",
        shown(value),
      ]),
    ),
    ...listed(
      "Changed",
      changed.map(({ cell, before, after }) => [addressOf(cell), shown(before), "->", shown(after)]),
    ),
    ...notComputed("Left to Excel, with the values that they had", left),
    ...(market.length === 0
      ? []
      : [
          wrapped(
            `${countOf(market.length, "cell shows", "cells show")} the market as it was when the workbook was saved (${market.slice(0, 3).join(", ")}${market.length > 3 ? ", ..." : ""}): --market sets another.`,
          ),
        ]),
    ...(volatile.size === 0
      ? []
      : [
          wrapped(
            `${[...volatile].map(([name, at]) => `${name} (${at})`).join(", ")} ${volatile.size === 1 ? "gives" : "give"} another value whenever Excel calculates; here, cells with ${volatile.size === 1 ? "it" : "them"} keep their values.`,
          ),
        ]),
    ...warned(warnings),
  ].join("\n\n");
}

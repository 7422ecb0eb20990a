import type { Command } from "commander";
import type { Scalar } from "../workfile/evaluate/scalar";
import { diff, sideOf, type ModelChange, type ValueChange, type WorkbookDiff } from "../workfile/diff";
import { nodeCompression } from "../workfile/nodeCompression";
import { EXIT, exitCodeHelp } from "./exit";
import { convertedInput } from "./files";
import { listed } from "./report";
import { print, wrapped } from "./text";
import { plain, shown } from "./values";

interface Options {
  readonly cells?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function addDiff(program: Command): void {
  program
    .command("diff")
    .summary("say what is different between two versions of a workbook")
    .description(
      "Compare two versions of a workbook: which assumptions, typed-in values, formulas and market values changed, and by how much each assumption moved the net present value of its model, one after the other in the order of the model. Rows that were inserted or deleted are followed.",
    )
    .argument("<before>", "the workbook as it was (.xlsx, .xlsm)")
    .argument("<after>", "the workbook as it is")
    .option("--cells", "also list every cell that shows another value")
    .option("--json", "print the report as JSON")
    .option("--quiet", "print errors only")
    .addHelpText("after", exitCodeHelp(["done", "differs", "usage", "input", "bug", "cancelled"]))
    .action(async (before: string, after: string, { cells = false, json, quiet }: Options) => {
      const one = await convertedInput(before, (bytes) => sideOf(bytes, nodeCompression));
      const two = await convertedInput(after, (bytes) => sideOf(bytes, nodeCompression));
      const found = diff(one, two);
      if (!isSame(found)) process.exitCode = EXIT.differs;
      if (quiet) return;
      print(
        json
          ? JSON.stringify(facts(before, after, found, cells), null, 2)
          : report(before, after, found, cells),
      );
    });
}

const isSame = (found: WorkbookDiff) =>
  Object.values(found).every((list: readonly unknown[]) => list.length === 0);

const plainChange = ({ sheet, at, label, before, after }: ValueChange) => ({
  ...(sheet === "" ? { series: at } : { sheet, cell: at }),
  label,
  before: plain(before),
  after: plain(after),
});

function facts(before: string, after: string, found: WorkbookDiff, cells: boolean) {
  const { models, constants, market, results, formulas } = found;
  return {
    before,
    after,
    same: isSame(found),
    ...found,
    models: models.map(({ model, npv, steps }) => ({
      model,
      ...(typeof npv === "string" ? { problem: npv } : { npvBefore: npv[0], npvAfter: npv[1] }),
      steps: steps.map(({ from, to, ...step }) => ({ ...step, from: plain(from), to: plain(to) })),
    })),
    formulas: formulas.map(({ at, ...change }) => ({ cell: at, ...change })),
    constants: constants.map(plainChange),
    market: market.map(plainChange),
    results: results.map(plainChange),
    cells: cells ? found.cells.map(plainChange) : undefined,
  };
}

/** Numbers as people write them, to ten digits. */
function valueText(value: Scalar | undefined): string {
  if (typeof value !== "number") return shown(value);
  const rounded = Number(value.toPrecision(10));
  const isPlain = rounded === 0 || (Math.abs(rounded) >= 1e-4 && Math.abs(rounded) < 1e12);
  return isPlain ? rounded.toLocaleString("en-US", { maximumFractionDigits: 10 }) : String(rounded);
}

const money = (value: number) => Math.round(value).toLocaleString("en-US");
const signed = (value: number) => `${value < 0 ? "-" : "+"}${money(Math.abs(value))}`;

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

const changeLine = ({ sheet, at, label, before, after }: ValueChange) => [
  sheet === "" ? at : `${sheet}!${at}`,
  cut(label, 40),
  `${cut(valueText(before), 60)} -> ${cut(valueText(after), 60)}`,
];

/** More rows and sheets than these are counted. */
const MOST_NAMED = 25;

function modelSection({ model, npv, steps }: ModelChange): readonly string[] {
  if (typeof npv === "string") return [wrapped(`The models in ${model} cannot be compared: ${npv}.`)];
  const [before, after] = npv;
  return listed(
    `Model ${model}: net present value ${money(before)} -> ${money(after)} (${signed(after - before)})`,
    steps.map(({ name, effect, from, to }) => [
      name,
      valueText(from === "" ? null : from),
      "->",
      valueText(to === "" ? null : to),
      signed(effect),
    ]),
  );
}

function report(before: string, after: string, found: WorkbookDiff, cells: boolean): string {
  const { sheetsAdded, sheetsRemoved, rowsAdded, rowsRemoved, models, constants, formulas, names } = found;
  if (isSame(found)) return wrapped(`${before} and ${after} have the same values, formulas and names.`);
  const list = (heading: string, items: readonly string[]) =>
    items.length === 0
      ? []
      : [
          wrapped(
            `${heading}: ${items.slice(0, MOST_NAMED).join("; ")}${items.length > MOST_NAMED ? ` and ${items.length - MOST_NAMED} more` : ""}.`,
          ),
        ];
  return [
    wrapped(`From ${before} to ${after}:`),
    ...models.flatMap(modelSection),
    ...listed("Typed-in values", constants.map(changeLine)),
    ...listed("Market values", found.market.map(changeLine)),
    ...listed(
      "Formulas",
      formulas.map(({ sheet, at, last, count, label, before: was, after: is }) => [
        count > 1 ? `${sheet}!${at}:${last}` : `${sheet}!${at}`,
        cut(label, 30),
        `${was ?? "blank"}  ->  ${is ?? "blank"}`,
      ]),
    ),
    ...listed(
      "Names",
      names.map(({ name, before: was, after: is }) => [name, `${was ?? "none"}  ->  ${is ?? "none"}`]),
    ),
    ...list("Sheets added", sheetsAdded),
    ...list("Sheets removed", sheetsRemoved),
    ...list("Rows added", rowsAdded),
    ...list("Rows removed", rowsRemoved),
    ...listed("MINING cells with another result from the same formula", found.results.map(changeLine)),
    ...(cells
      ? listed("All cells that show another value", found.cells.map(changeLine))
      : found.cells.length === 0
        ? []
        : [
            wrapped(
              `${found.cells.length.toLocaleString("en-US")} cells show another value (--cells lists them).`,
            ),
          ]),
  ].join("\n\n");
}

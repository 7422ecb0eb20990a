import { argumentReader, columnsOf } from "../../functions/arguments";
import { catalogue } from "../../functions/catalogue";
import { groups, type Definition, type Example, type Fields, type Value } from "../../functions/define";
import { UnavailableError } from "../../core/errors";
import { embedded } from "../../data/embedded/embedded";
import { MarketStore } from "../../data/store";
import { exampleCall } from "../../functions/exampleCall";
import { numberFormat } from "../../functions/numberFormat";
import { fieldNamed, labelOf, recordTable, rowNamed } from "../../functions/records";
import { greatest } from "../../core/numeric/extremes";
import { columnLetters } from "../host/addresses";
import type { Sheet } from "../workbookData";
import { headHeight, SheetWriter } from "./sheet";

/** What the examples are computed on. */
const market = new MarketStore(embedded, () => Date.now());
market.show({ kind: "embedded" });

/** Columns of a tour sheet: a margin, then as many as examples and their results need. */
const LEFT = 1;
const LEFT_WIDTH = 250;
const WIDTH = 140;
const WIDTHS = {
  A: 12,
  B: LEFT_WIDTH,
  ...Object.fromEntries([..."CDEFGHIJKLMNOPQRSTUV"].map((letter) => [letter, WIDTH])),
};

/** A sheet for each group, on which each of its functions computes its first example. */
export function tour(): Sheet[] {
  return groups
    .map((group) => ({ group, definitions: catalogue.filter((definition) => definition.group === group) }))
    .filter(({ definitions }) => definitions.length > 0)
    .map(({ group, definitions }) => tourSheet(group, definitions));
}

function tourSheet(group: string, definitions: readonly Definition[]): Sheet {
  const writer = new SheetWriter(group.replace(/,.*| and .*/, ""), WIDTHS, 100);
  writer.put("B1", group, "title");
  writer.put(
    "B2",
    "Every function of the group with its first example. The formulas are live: change what they refer to.",
    "note",
  );
  writer.sheet.rowHeights = { 1: 32 };
  const blocks = new Map<Example["cells"], number>();
  let row = 4;
  for (const definition of definitions) {
    const [example] = definition.examples;
    if (example === undefined) continue;
    writer.section("B", "H", row, definition.name);
    writer.put(`B${row + 1}`, `${definition.summary}.`);
    writer.put(`B${row + 2}`, example.note, "note");
    row = putExample(writer, row + 3, definition, example, blocks) + 2;
  }
  return { ...writer.sheet, frozenRows: 2, rows: row + 20 };
}

/** Writes the cells an example refers to (once a sheet), its formula as text and live; returns the last row used. */
function putExample(
  writer: SheetWriter,
  row: number,
  definition: Definition,
  example: Example,
  blocks: Map<Example["cells"], number>,
): number {
  const { cells = [], formula } = example;
  let top = blocks.get(example.cells) ?? row + 1;
  let formulaRow = row;
  if (cells.length > 0 && !blocks.has(example.cells)) {
    top = row;
    blocks.set(example.cells, top);
    for (const [index, line] of cells.entries()) putInputs(writer, top + index, line, cells[0] ?? []);
    formulaRow = row + cells.length + 1;
  }
  const live = cells.length === 0 ? formula : movedTo(formula, top);
  writer.put(`B${formulaRow}`, `'${live}`, "formula");
  const result = resultOf(definition, example);
  const isOneCell = result.cells.length === 1 && result.cells[0]?.length === 1;
  writer.put(`B${formulaRow + 1}`, live, isOneCell ? "result" : undefined);
  dressResult(writer, formulaRow + 1, result);
  return formulaRow + Math.max(1, result.cells.length);
}

/** Gives a result the number formats that its labels, units and numbers ask for, and a table its head. */
function dressResult(writer: SheetWriter, row: number, { cells, labels, hasHead }: Result): void {
  if (labels === "by row") {
    for (const [index, [label, value]] of cells.entries())
      writer.formatAs(`C${row + index}`, numberFormat(String(label), [value]));
    return;
  }
  const [first, last] = [hasHead ? row + 1 : row, row + cells.length - 1];
  for (const [index, label] of labels.entries()) {
    const letter = columnLetters(LEFT + index);
    if (hasHead) writer.dress(`${letter}${row}`, "columnHead");
    const values = cells.map((line) => line[index]);
    if (last >= first) writer.formatAs(`${letter}${first}:${letter}${last}`, numberFormat(label, values));
  }
  if (!hasHead) return;
  const heights = labels.map((label, index) => headHeight(label, index === 0 ? LEFT_WIDTH : WIDTH));
  writer.sheet.rowHeights[row] = greatest(heights);
}

/** Writes a row of the cells that an example refers to; `heads` is their first row. */
function putInputs(
  writer: SheetWriter,
  row: number,
  line: readonly Content[],
  heads: readonly Content[],
): void {
  for (const [index, content] of line.entries()) {
    if (content === "") continue;
    const cell = `${columnLetters(LEFT + index)}${row}`;
    writer.put(cell, content, typeof content === "string" ? "cell" : "input");
    const isDate = [line[0], heads[index]].some((name) => /\bdate\b/i.test(String(name)));
    if (typeof content === "number" && isDate) writer.dress(cell, undefined, "date");
    else if (typeof content === "number" && Math.abs(content) >= 1000)
      writer.formatAs(cell, numberFormat("", [content]));
  }
}

type Content = string | number | boolean;

/** The formula with its references moved from A1 to where the cells stand; texts in quotes stay as they are. */
function movedTo(formula: string, top: number): string {
  const parts = formula.split(/("[^"]*")/);
  const moved = (text: string) =>
    text.replace(/(?<![A-Z0-9_.])([A-Z])(\d{1,3})(?![\d(A-Z_.])/g, (_, column: string, row: string) => {
      return `${String.fromCharCode(column.charCodeAt(0) + LEFT)}${Number(row) + top - 1}`;
    });
  return parts.map((part, index) => (index % 2 === 1 ? part : moved(part))).join("");
}

/** What an example shows in the grid. */
interface Result {
  readonly cells: readonly (readonly Value[])[];
  /** What each column is called, with its unit; or the first cell of each row says it. */
  readonly labels: readonly string[] | "by row";
  /** Whether the first row is the columns' head. */
  readonly hasHead: boolean;
}

/** Where an answer has to be fetched first, a cell that says so. */
function resultOf(definition: Definition, { formula, cells }: Example): Result {
  const reader = argumentReader(definition);
  const { given: typed } = exampleCall(formula, cells);
  const shapes = Object.values(definition.parameters).map(({ shape }) => shape);
  const raw = shapes.map((shape, index) => (shape === "repeating" ? typed.slice(index) : typed[index]));
  reader.load(columnsOf(definition, raw));
  // The reader gives each parameter its own type, which erasure forgot.
  const given = reader.at(0, 0);
  try {
    return computed(definition, given);
  } catch (error) {
    if (error instanceof UnavailableError) return { cells: [[""]], labels: [], hasHead: false };
    throw error;
  }
}

function computed({ name, returns, compute }: Definition, given: Readonly<Record<string, unknown>>): Result {
  const answer = compute(given as never, market);
  switch (returns.shape) {
    case "scalar":
      return { cells: [[answer as Value]], labels: [`${name} (${returns.unit})`], hasHead: false };
    case "record": {
      const fields = answer as Fields;
      const named = given[returns.selector ?? "output"];
      if (typeof named !== "string")
        return { cells: recordTable(returns.rows, fields), labels: "by row", hasHead: false };
      const row = returns.rows[rowNamed(returns, named)];
      return {
        cells: [[fieldNamed(returns, fields, named)]],
        labels: row ? [labelOf(row)] : [],
        hasHead: false,
      };
    }
    case "table": {
      const body = answer as readonly (readonly Value[])[];
      const head = returns.header?.(given as never).map(String) ?? returns.columns;
      const hasHead = given.headers !== false && head.length > 0;
      const labels = head.length > 0 ? head : returns.columns;
      return { cells: hasHead ? [labels, ...body] : body, labels, hasHead };
    }
  }
}

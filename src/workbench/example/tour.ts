import { argumentReader, argumentsOf } from "../../functions/arguments";
import { catalogue } from "../../functions/catalogue";
import { groups, type Definition, type Example, type RecordValues, type Value } from "../../functions/define";
import { UnavailableError } from "../../core/errors";
import { embedded } from "../../data/embedded/embedded";
import { MarketStore } from "../../data/store";
import { exampleCall } from "../../functions/formulaCall";
import { hasHead, numberFormat, resultFormats } from "../../functions/resultFormats";
import { rowValue, recordTable } from "../../functions/records";
import { columnLetters } from "../host/addresses";
import type { Sheet } from "../workbookData";
import { headHeight, SheetWriter } from "./sheet";

/** What the examples are computed on. */
const market = new MarketStore(embedded, () => Date.now());
market.show({ kind: "embedded" });

/** Columns of a tour sheet: a margin, then as many as examples and their results need. */
const LEFT = 1;
const LEFT_WIDTH = 250;
const WIDTH = 156;
const WIDTHS = {
  A: 12,
  B: LEFT_WIDTH,
  ...Object.fromEntries("CDEFGHIJKLMNOPQRSTUVWXYZ".split("").map((letter) => [letter, WIDTH])),
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
  return { ...writer.sheet, frozenRows: 2, rows: row + 20, columns: 26 };
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
  const isOneCell = result.length === 1 && result[0]?.length === 1;
  writer.put(`B${formulaRow + 1}`, live, isOneCell ? "result" : undefined);
  const formats = resultFormats(definition, formula, result);
  for (const [index, line] of formats.entries()) {
    for (const [column, format] of line.entries())
      if (format !== "General")
        writer.formatAs(`${columnLetters(LEFT + column)}${formulaRow + 1 + index}`, format);
  }
  const { returns } = definition;
  if (returns.shape === "table" && hasHead(returns.columns, result))
    dressHead(writer, formulaRow + 1, result[0] ?? []);
  return formulaRow + Math.max(1, result.length);
}

function dressHead(writer: SheetWriter, row: number, labels: readonly Value[]): void {
  for (const [index, label] of labels.entries()) {
    const width = index === 0 ? LEFT_WIDTH : WIDTH;
    writer.dress(`${columnLetters(LEFT + index)}${row}`, "columnHead");
    writer.sheet.rowHeights[row] = Math.max(
      writer.sheet.rowHeights[row] ?? 0,
      headHeight(String(label), width),
    );
  }
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

/** The formula with its references moved from A1 to where the cells are; quoted texts stay unchanged. */
function movedTo(formula: string, top: number): string {
  const parts = formula.split(/("[^"]*")/);
  const moved = (text: string) =>
    text.replace(/(?<![A-Z0-9_.])([A-Z])(\d{1,3})(?![\d(A-Z_.])/g, (_, column: string, row: string) => {
      return `${String.fromCharCode(column.charCodeAt(0) + LEFT)}${Number(row) + top - 1}`;
    });
  return parts.map((part, index) => (index % 2 === 1 ? part : moved(part))).join("");
}

/** What an example shows in the grid; a cell that says so where an answer has to be fetched first. */
function resultOf(definition: Definition, { formula, cells }: Example): Value[][] {
  const reader = argumentReader(definition);
  const { given: typed } = exampleCall(formula, cells);
  const shapes = Object.values(definition.parameters).map(({ shape }) => shape);
  const raw = shapes.map((shape, index) => (shape === "repeating" ? typed.slice(index) : typed[index]));
  reader.load(argumentsOf(definition, raw));
  // The reader gives each argument the type that `Definition` has erased.
  const given = reader.at(0, 0);
  try {
    return computed(definition, given);
  } catch (error) {
    if (error instanceof UnavailableError) return [[error]];
    throw error;
  }
}

function computed({ returns, compute }: Definition, given: Readonly<Record<string, unknown>>): Value[][] {
  const answer = compute(given as never, market);
  switch (returns.shape) {
    case "scalar":
      return [[answer as Value]];
    case "record": {
      const named = given[returns.selector ?? "output"];
      const values = answer as RecordValues;
      return typeof named === "string"
        ? [[rowValue(returns, values, named)]]
        : recordTable(returns.rows, values);
    }
    case "table": {
      const body = answer as Value[][];
      const head = returns.header?.(given as never) ?? returns.columns;
      return given.headers === false || head.length === 0 ? body : [[...head], ...body];
    }
  }
}

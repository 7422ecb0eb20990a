import { argumentReader, columnsOf, type Column } from "../../functions/arguments";
import { catalogue } from "../../functions/catalogue";
import { groups, type Definition, type Example, type TableFunction } from "../../functions/define";
import { UnavailableError } from "../../core/errors";
import { embedded } from "../../data/embedded/embedded";
import { MarketStore } from "../../data/store";
import { exampleCall } from "../../functions/exampleCall";
import type { Sheet } from "../workbookData";
import { SheetWriter, type NumberLook } from "./sheet";
import { greatest } from "../../core/numeric/extremes";

/** What the examples are computed on. */
const market = new MarketStore(embedded, () => Date.now());
market.show({ kind: "embedded" });

/** Columns of a tour sheet: a margin, then as many as examples and their results need. */
const WIDTHS = {
  A: 12,
  B: 250,
  ...Object.fromEntries([..."CDEFGHIJKLMNOPQRSTUV"].map((letter) => [letter, 132])),
};
const LEFT = "B";

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
    writer.section(LEFT, "H", row, definition.name);
    writer.put(`${LEFT}${row + 1}`, `${definition.summary}.`);
    writer.put(`${LEFT}${row + 2}`, example.note, "note");
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
    for (const [index, line] of cells.entries()) putInputs(writer, top + index, line);
    formulaRow = row + cells.length + 1;
  }
  const live = cells.length === 0 ? formula : movedTo(formula, top);
  writer.put(`${LEFT}${formulaRow}`, `'${live}`, "formula");
  const rows = resultRows(definition, example);
  writer.put(`${LEFT}${formulaRow + 1}`, live, "result");
  dressResult(writer, definition, formulaRow + 1, rows);
  return formulaRow + rows;
}

/** Gives a result the number formats that its units ask for, and a table its header. */
function dressResult(
  writer: SheetWriter,
  { returns, parameters }: Definition,
  row: number,
  rows: number,
): void {
  if (returns.shape === "scalar")
    writer.dress(`${LEFT}${row}:${LEFT}${row + rows - 1}`, undefined, formatOf(returns.unit));
  if (returns.shape === "record" && rows === Object.keys(returns.rows).length) {
    for (const [index, [label, unit]] of Object.values(returns.rows).entries()) {
      writer.dress(`C${row + index}`, undefined, formatOf(`${label} (${unit})`));
    }
  }
  if (returns.shape !== "table") return;
  const hasHeader = !("headers" in parameters) || rows > 1;
  for (const [index, label] of returns.columns.entries()) {
    const letter = String.fromCharCode(LEFT.charCodeAt(0) + index);
    if (hasHeader) writer.dress(`${letter}${row}`, index === 0 ? "heading" : "rowHead");
    writer.dress(`${letter}${row}:${letter}${row + rows - 1}`, undefined, formatOf(label));
  }
}

/** The number format for a label or unit; undefined leaves the number as it is. */
function formatOf(label: string): NumberLook | undefined {
  if (/\bdate\b/i.test(label)) return "date";
  if (/difficulty|block\)|^height/i.test(label)) return "count";
  if (/\(?USD\)?$/.test(label)) return "decimal";
  return undefined;
}

function putInputs(writer: SheetWriter, row: number, line: readonly (string | number | boolean)[]): void {
  for (const [index, content] of line.entries()) {
    const cell = `${String.fromCharCode(LEFT.charCodeAt(0) + index)}${row}`;
    const isLarge = typeof content === "number" && Math.abs(content) >= 1000;
    const format = isLarge ? (Number.isInteger(content) ? "count" : "decimal") : undefined;
    if (content !== "") writer.put(cell, content, typeof content === "string" ? "cell" : "input", format);
  }
}

/** The formula with its references moved from A1 to where the cells stand; texts in quotes stay as they are. */
function movedTo(formula: string, top: number): string {
  const parts = formula.split(/("[^"]*")/);
  const shift = LEFT.charCodeAt(0) - "A".charCodeAt(0);
  const moved = (text: string) =>
    text.replace(/(?<![A-Z0-9_.])([A-Z])(\d{1,3})(?![\d(A-Z_.])/g, (_, column: string, row: string) => {
      return `${String.fromCharCode(column.charCodeAt(0) + shift)}${Number(row) + top - 1}`;
    });
  return parts.map((part, index) => (index % 2 === 1 ? part : moved(part))).join("");
}

/** How many rows the result spills over. */
function resultRows(definition: Definition, { formula, cells }: Example): number {
  const columns = columnsOf(definition, exampleCall(formula, cells).given);
  const periods = greatest([1, ...columns.map(({ rows, columns: width }) => rows * width)]);
  switch (definition.returns.shape) {
    case "scalar":
      return periods;
    case "record": {
      const { selector = "output" } = definition.returns;
      const hasOutput = columns.some(({ key, cells: given }) => key === selector && given !== null);
      if (hasOutput) return periods;
      return periods > 1 ? periods + 2 : Object.keys(definition.returns.rows).length;
    }
    case "table":
      return tableRows(definition, definition.returns, columns);
  }
}

/** One row where the table cannot be computed: it then shows why. */
function tableRows(
  definition: Definition,
  { header }: TableFunction["returns"],
  columns: readonly Column[],
): number {
  const reader = argumentReader(definition);
  reader.load(columns);
  // The reader gives each parameter its own type, which erasure forgot.
  const given = reader.at(0, 0);
  try {
    const body = definition.compute(given as never, market);
    const isHeaded = given.headers !== false && header?.(given as never).length !== 0;
    return Array.isArray(body) ? body.length + (isHeaded ? 1 : 0) : 1;
  } catch (error) {
    if (error instanceof UnavailableError) return 1;
    throw error;
  }
}

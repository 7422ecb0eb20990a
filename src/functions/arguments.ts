import { CellError, InputError, NoAnswerError, type Cell } from "../core/errors";
import type { Definition, Parameter } from "./define";

/** One argument of one call: its cells as they came, and the parameter that reads them. */
export interface Column {
  /** The parameter's key in the definition. */
  readonly key: string;
  /** The argument's name in Excel. */
  readonly name: string;
  readonly parameter: Parameter<unknown>;
  /** What Excel handed over; null for an omitted argument. */
  readonly cells: readonly (readonly unknown[])[] | null;
  readonly rows: number;
  readonly columns: number;
}

/** Values by parameter key, as `compute` receives them. */
export type Given = Record<string, unknown>;

/** `btcPrice` in a definition is `btc_price` in Excel. */
export function excelName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Pairs the arguments of a call with the definition's parameters. */
export function columnsOf(definition: Definition, raw: readonly unknown[]): Column[] {
  return Object.entries(definition.parameters).map(([key, parameter], index) => {
    const cells = parameter.shape === "repeating" ? listOf(raw[index]) : matrixOf(raw[index]);
    const single = cells === null || parameter.shape !== "cell";
    const rows = single ? 1 : cells.length;
    return {
      key,
      name: excelName(key),
      parameter,
      cells,
      rows,
      columns: single ? 1 : (cells[0]?.length ?? 0),
    };
  });
}

const listOf = (raw: unknown): readonly unknown[][] | null =>
  Array.isArray(raw) && raw.length > 0 ? raw : null;

function matrixOf(raw: unknown): readonly (readonly unknown[])[] | null {
  if (raw === null || raw === undefined) return null;
  if (!Array.isArray(raw)) return [[raw]];
  return raw.every(Array.isArray) ? raw : [raw];
}

/** Excel's error values, as they may also arrive in words. */
const errorTexts = new Set([
  "#NULL!",
  "#DIV/0!",
  "#VALUE!",
  "#REF!",
  "#NAME?",
  "#NUM!",
  "#N/A",
  "#SPILL!",
  "#CALC!",
]);

/** What stands in a cell, whichever way the host hands it over. */
export function cellOf(raw: unknown): Cell {
  if (typeof raw === "number" || typeof raw === "boolean") return raw;
  if (typeof raw === "string") return errorTexts.has(raw) ? new CellError(raw) : raw;
  if (typeof raw !== "object" || raw === null) return null;
  const { code, message } = raw as { code?: unknown; message?: unknown };
  return new CellError(
    typeof code === "string" ? code : "#VALUE!",
    typeof message === "string" ? message : "",
  );
}

/** The value of an argument at a place of the result; one row or column serves all, as for Excel's operators. */
export function valueAt(column: Column, row: number, at: number): unknown {
  const { cells, parameter, name } = column;
  if (cells === null) {
    if (parameter.optional) return parameter.fallback;
    throw new InputError(name, "is missing");
  }
  switch (parameter.shape) {
    case "cell": {
      const line = cells[column.rows === 1 ? 0 : row];
      const place = column.columns === 1 ? 0 : at;
      if (line === undefined || place >= line.length)
        throw new NoAnswerError(`${name} has no value in this place`);
      const raw = line[place];
      return parameter.read(typeof raw === "number" ? raw : cellOf(raw), name);
    }
    case "range":
      return parameter.read(cellsOf(cells), name);
    case "repeating":
      return parameter.read(rangesOf(cells), name);
  }
}

const cellsOf = (cells: readonly (readonly unknown[])[]): Cell[][] => cells.map((line) => line.map(cellOf));

/** A repeated argument arrives as a list of ranges, one for each time it was given. */
const rangesOf = (ranges: readonly unknown[]): Cell[][][] =>
  ranges.map((range) => cellsOf(matrixOf(range) ?? [[null]]));

/** Reads all arguments for one place of the result; those that the chosen way ignores are not looked at. */
export function givenReader(definition: Definition, columns: readonly Column[]) {
  const { ignores } = definition;
  const selector = columns.find((column) => column.key === ignores?.by);
  const settled: Given = {};
  const open = columns.filter((column) => ignores !== undefined || !settle(column, settled));
  const nothing: readonly string[] = [];
  return (row: number, at: number): Given => {
    const ignored =
      selector === undefined ? nothing : (ignores?.when[String(valueAt(selector, row, at))] ?? nothing);
    for (const column of open) {
      settled[column.key] = ignored.includes(column.key) ? NaN : valueAt(column, row, at);
    }
    return settled;
  };
}

/** Reads an argument of one cell or one range once for all places; false when it varies or is wrong. */
function settle(column: Column, settled: Given): boolean {
  if (column.rows !== 1 || column.columns !== 1) return false;
  try {
    settled[column.key] = valueAt(column, 0, 0);
    return true;
  } catch {
    return false;
  }
}

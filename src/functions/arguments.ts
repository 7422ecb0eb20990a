import { CellError, InputError, NoAnswerError, type Cell } from "../core/errors";
import type { CellParameter, Definition, Parameter } from "./define";
import { isNumeral } from "./parameters";

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
  return Array.isArray(raw[0]) ? raw : [raw];
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
  if (typeof raw === "number") return raw + 0; // A -0, which Excel does not know, becomes 0.
  if (typeof raw === "boolean") return raw;
  if (typeof raw === "string") return errorTexts.has(raw) ? new CellError(raw) : raw;
  if (typeof raw !== "object" || raw === null) return null;
  const { code, message } = raw as { code?: unknown; message?: unknown };
  return new CellError(
    typeof code === "string" ? code : "#VALUE!",
    typeof message === "string" ? message : "",
  );
}

/** A repeated argument arrives as a list of ranges, one for each time it was given. */
const rangesOf = (ranges: readonly unknown[]): Cell[][][] =>
  ranges.map((range) => cellsOf(matrixOf(range) ?? [[null]]));

const cellsOf = (cells: readonly (readonly unknown[])[]): Cell[][] => cells.map((line) => line.map(cellOf));

/** An argument's values, read once and in one go, so that 100,000 rows cost little more than a loop over them. */
interface Slot {
  readonly name: string;
  readonly values: unknown[] | Float64Array;
  /** What is wrong with a value, by its index. */
  readonly faults: Map<number, unknown>;
  readonly rows: number;
  readonly columns: number;
}

function slotOf(column: Column): Slot {
  const { cells, parameter, name, rows, columns } = column;
  const faults = new Map<number, unknown>();
  if (cells !== null && parameter.shape === "cell") {
    return { name, values: readCells(column, cells, parameter, faults), faults, rows, columns };
  }
  try {
    return { name, values: [wholeValue(column)], faults, rows, columns };
  } catch (fault) {
    faults.set(0, fault);
    return { name, values: [NaN], faults, rows, columns };
  }
}

/** Numbers go into a typed array: a hundred thousand boxed ones would cost more than the formula. */
function readCells(
  { name, rows, columns }: Column,
  cells: readonly (readonly unknown[])[],
  { isNumber, read }: CellParameter<unknown>,
  faults: Map<number, unknown>,
): unknown[] | Float64Array {
  const values: unknown[] | Float64Array = isNumber
    ? new Float64Array(rows * columns)
    : new Array(rows * columns);
  for (let index = 0; index < values.length; index++) {
    const raw = cells[Math.floor(index / columns)]?.[index % columns];
    try {
      values[index] = read(typeof raw === "number" ? raw + 0 : cellOf(raw), name) as number;
    } catch (fault) {
      faults.set(index, fault);
    }
  }
  return values;
}

function wholeValue({ cells, parameter, name }: Column): unknown {
  if (cells === null) return omitted(parameter, name);
  switch (parameter.shape) {
    case "cell":
      return parameter.read(cellOf(cells[0]?.[0]), name);
    case "range":
      return parameter.read(cellsOf(cells), name);
    case "repeating":
      return parameter.read(rangesOf(cells), name);
  }
}

function omitted({ optional, fallback }: Parameter<unknown>, name: string): unknown {
  if (optional) return fallback;
  throw new InputError(name, "is missing");
}

export interface ArgumentReader {
  /** Takes the arguments of a call. */
  readonly load: (columns: readonly Column[]) => void;
  /** The arguments for one place of the result, good until the next. Throws what is wrong with the first bad one. */
  readonly at: (row: number, at: number) => Given;
  /** Lets go of the call's values. */
  readonly clear: () => void;
}

const emptySlot = { values: [], faults: new Map<number, unknown>(), rows: 1, columns: 1 };

/**
 * Reads the arguments of a definition's calls. The object handed to `compute` is one and the same for every place and
 * every call, with a getter for each argument: as its shape never changes, the engine sees through it.
 */
export function argumentReader(
  definition: Pick<Definition, "parameters" | "ignores" | "together">,
): ArgumentReader {
  const place = { row: 0, at: 0 };
  const slots = new Map<string, Slot>();
  const given: Given = {};
  for (const key of Object.keys(definition.parameters)) {
    const slot: Slot = { name: excelName(key), ...emptySlot };
    slots.set(key, slot);
    Object.defineProperty(given, key, {
      enumerable: true,
      get: () => slot.values[indexIn(slot, place.row, place.at)],
    });
  }
  let mayFail = false;
  return {
    load: (columns) => {
      for (const column of columns) Object.assign(slots.get(column.key) ?? {}, slotOf(column));
      const moved = shiftedAmong(columns.filter(({ key }) => definition.together?.includes(key)));
      if (moved !== undefined) slots.get(moved.start.key)?.faults.set(0, moved.fault);
      const all = [...slots.values()];
      mayFail =
        all.some(({ faults }) => faults.size > 0) ||
        all.some(({ rows, columns: width }) =>
          all.some((other) => isShort(rows, other.rows) || isShort(width, other.columns)),
        );
    },
    at: (row, at) => {
      place.row = row;
      place.at = at;
      if (mayFail) refuseFaults(slots, ignoredKeys(definition, given), row, at);
      return given;
    },
    clear: () => {
      for (const slot of slots.values()) Object.assign(slot, emptySlot);
    },
  };
}

/** How many cells of a vector are skipped before its first number, and what it is called. */
interface Start {
  readonly name: string;
  readonly first: number;
}

/** The first of several vectors that belong together whose values stand beside others than those of the first. */
export function shifted<S extends Start>(starts: readonly S[]): { start: S; fault: InputError } | undefined {
  const [reference] = starts;
  const start = starts.find(({ first }) => first !== reference?.first);
  if (reference === undefined || start === undefined) return undefined;
  const rule = `must start beside ${reference.name}: its first value is in cell ${start.first + 1}, that of ${reference.name} in cell ${reference.first + 1}`;
  return { start, fault: new InputError(start.name, rule) };
}

/** The same of the arguments of a call; a single cell counts for every place. */
function shiftedAmong(columns: readonly Column[]) {
  const starts = columns
    .map(({ key, name, cells }) => ({ key, name, line: (cells ?? []).flat().map(cellOf) }))
    .filter(({ line }) => line.length > 1 && line.some(isNumeral))
    .map(({ line, ...column }) => ({ ...column, first: line.findIndex(isNumeral) }));
  return shifted(starts);
}

/** Where in a slot the value for a place of the result stands; one row or column serves all, as in Excel. */
const indexIn = ({ rows, columns }: Slot, row: number, at: number): number =>
  (rows === 1 ? 0 : row) * columns + (columns === 1 ? 0 : at);

const isShort = (length: number, other: number) => length > 1 && length < other;

/** The arguments that are not looked at the way that is asked for. */
function ignoredKeys({ ignores }: Pick<Definition, "ignores">, given: Given): readonly string[] {
  return ignores?.when[String(given[ignores.by])] ?? [];
}

function refuseFaults(
  slots: ReadonlyMap<string, Slot>,
  ignored: readonly string[],
  row: number,
  at: number,
): void {
  for (const [key, slot] of slots) {
    if (ignored.includes(key)) continue;
    if ((slot.rows > 1 && row >= slot.rows) || (slot.columns > 1 && at >= slot.columns)) {
      throw new NoAnswerError(`${slot.name} has no value in this place`);
    }
    const fault = slot.faults.get(indexIn(slot, row, at));
    if (fault !== undefined) throw fault;
  }
}

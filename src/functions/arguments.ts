import { CellError, InputError, NoAnswerError, type Cell } from "../core/errors";
import type { CellParameter, Definition, Parameter } from "./define";
import { extent, isNumeral } from "./parameters";

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
  const given = withoutInvocation(raw);
  return Object.entries(definition.parameters).map(([key, parameter], index) => {
    const name = excelName(key);
    const cells = parameter.shape === "repeating" ? listOf(given[index]) : matrixOf(given[index]);
    for (const range of parameter.shape === "repeating" ? (cells ?? []) : [cells]) refuseWhole(range, name);
    const single = cells === null || parameter.shape !== "cell";
    const rows = single ? 1 : cells.length;
    return { key, name, parameter, cells, rows, columns: single ? 1 : (cells[0]?.length ?? 0) };
  });
}

/**
 * The arguments without the invocation that Excel hands over after them. Excel may keep functions.json for a day: a
 * call by an older one has fewer arguments, and the invocation stands where a new one is looked for.
 */
function withoutInvocation(raw: readonly unknown[]): readonly unknown[] {
  const last: unknown = raw[raw.length - 1];
  const isArgument = typeof last !== "object" || last === null || Array.isArray(last) || isCellValue(last);
  return isArgument ? raw : raw.slice(0, -1);
}

const isCellValue = (value: object) => ["code", "type", "basicValue"].some((key) => key in value);

/** Rows and columns of a sheet; a range that has nearly as many is a whole column or row. */
const [SHEET_ROWS, SHEET_COLUMNS] = [1_000_000, 16_000];

function refuseWhole(range: unknown, name: string): void {
  if (!Array.isArray(range)) return;
  const [first] = range as readonly unknown[];
  if (range.length >= SHEET_ROWS)
    throw new InputError(
      name,
      "is a whole column: point at its rows only, as A2:A999, or at A2:.A999, which leaves out blank ends (so does TRIMRANGE)",
    );
  if (Array.isArray(first) && first.length >= SHEET_COLUMNS)
    throw new InputError(name, "is a whole row: point at its cells only, as B2:Z2");
}

const listOf = (raw: unknown): readonly unknown[][] | null =>
  Array.isArray(raw) && raw.length > 0 ? raw : null;

function matrixOf(raw: unknown): readonly (readonly unknown[])[] | null {
  if (raw === null || raw === undefined) return null;
  if (!Array.isArray(raw)) return [[raw]];
  return Array.isArray(raw[0]) ? raw : [raw];
}

/** The errors that a function may hand out. Excel makes #VALUE! of any other, and drops its text. */
const errorsOut: ReadonlySet<string> = new Set(["#VALUE!", "#N/A", "#DIV/0!", "#NUM!", "#NULL!"]);

/** Excel's error values, as they may also arrive in words. */
const errorTexts: ReadonlySet<string> = new Set([
  ...errorsOut,
  ...["#REF!", "#NAME?", "#SPILL!", "#CALC!", "#FIELD!", "#BUSY!", "#GETTING_DATA", "#CONNECT!", "#BLOCKED!"],
  ...["#UNKNOWN!", "#EXTERNAL!", "#PYTHON!", "#TIMEOUT!"],
]);

/** A stock, a currency, a picture in a cell has no value of its own; most Excels hand it over as a bare #VALUE!. */
const DATA_TYPE =
  "if the cell holds a stock, a currency or another data type, point at a field of it, as A2.Price";

/** What stands in a cell, whichever way the host hands it over. */
export function cellOf(raw: unknown): Cell {
  if (typeof raw === "number") return raw + 0; // A -0, which Excel does not know, becomes 0.
  if (typeof raw === "boolean") return raw;
  if (typeof raw === "string") return errorTexts.has(raw) ? new CellError(raw) : raw;
  if (typeof raw !== "object" || raw === null) return null;
  const { code, message, basicValue } = raw as { code?: unknown; message?: unknown; basicValue?: unknown };
  if (typeof code === "string") return new CellError(code, typeof message === "string" ? message : "");
  // A number with a format of its own, as a data type.
  return typeof basicValue === "object" ? new CellError("#VALUE!") : cellOf(basicValue ?? "#VALUE!");
}

/** An error that stood in a cell as it goes on to the answer's: said where it stood, and one that Excel takes. */
export function handedOut({ code, message }: CellError, place: string): CellError {
  const isSaid = message.startsWith(STOOD);
  const hint = message === "" && code === "#VALUE!" ? DATA_TYPE : message;
  const text = isSaid ? message : `${STOOD}${code} in ${place}${hint === "" ? "" : `: ${hint}`}`;
  return new CellError(errorsOut.has(code) ? code : "#VALUE!", text);
}

const STOOD = "there is ";

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
    faults.set(0, fault instanceof CellError ? handedOut(fault, placeIn(column, fault) ?? name) : fault);
    return { name, values: [NaN], faults, rows, columns };
  }
}

/** Where among the arguments an error first stands. */
export function placeAmong(columns: readonly Column[], error: CellError): string {
  return columns.map((column) => placeIn(column, error)).find((place) => place !== undefined) ?? "the values";
}

function placeIn({ cells, name, parameter }: Column, { code }: CellError): string | undefined {
  const ranges: readonly unknown[] = parameter.shape === "repeating" ? (cells ?? []) : [cells];
  const isIt = (raw: unknown) => {
    const cell = typeof raw === "number" ? raw : cellOf(raw);
    return cell instanceof CellError && cell.code === code;
  };
  for (const range of ranges) {
    const lines = matrixOf(range) ?? [];
    const row = lines.findIndex((line) => line.some(isIt));
    if (row < 0) continue;
    const column = lines[row]?.findIndex(isIt) ?? 0;
    const width = lines[0]?.length ?? 0;
    if (lines.length * width === 1) return name;
    if (width === 1 || lines.length === 1) return `${name}, value ${Math.max(row, column) + 1}`;
    return `${name}, row ${row + 1}, column ${column + 1}`;
  }
  return undefined;
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
      faults.set(index, fault instanceof CellError ? handedOut(fault, name) : fault);
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
      if (moved !== undefined) slots.get(moved.vector.key)?.faults.set(0, moved.fault);
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

/** A vector of more than one cell: what it is called, and where in it the values begin and end. */
interface Extent {
  readonly name: string;
  readonly first: number;
  readonly end: number;
}

/**
 * The first of several vectors that belong together whose values stand beside others than those of the first, or are
 * more or fewer: one that blanks leave with a single value must not count for every place.
 */
export function shifted<E extends Extent>(
  vectors: readonly E[],
): { vector: E; fault: InputError } | undefined {
  const [reference] = vectors;
  if (reference === undefined) return undefined;
  const { name, first, end } = reference;
  const vector = vectors.find((other) => other.first !== first || other.end - other.first !== end - first);
  if (vector === undefined) return undefined;
  const place = `its first value is in cell ${vector.first + 1}, that of ${name} in cell ${first + 1}`;
  const fault =
    vector.first === first
      ? new InputError(
          vector.name,
          `must have as many values as ${name} (${end - first})`,
          vector.end - first,
        )
      : new InputError(vector.name, `must start beside ${name}: ${place}`);
  return { vector, fault };
}

/** The same of the arguments of a call; a single cell counts for every place. */
function shiftedAmong(columns: readonly Column[]) {
  const vectors = columns
    .map(({ key, name, cells }) => ({ key, name, line: (cells ?? []).flat().map(cellOf) }))
    .filter(({ line }) => line.length > 1)
    .map(({ line, ...column }) => ({ ...column, ...extent(line, isNumeral) }));
  return shifted(vectors.filter(({ first, end }) => end > first));
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

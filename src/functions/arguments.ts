import { CellError, InputError, NoAnswerError, type Cell } from "../core/errors";
import type { CellParameter, Definition, Parameter } from "./define";
import { extent, isNumeral, widthOf } from "./parameters";

type Matrix = readonly (readonly unknown[])[];

/** One argument of a call: its cells as they came, and the parameter that reads them. */
export interface Argument {
  /** The parameter's key in the definition. */
  readonly key: string;
  /** The argument's name in Excel. */
  readonly name: string;
  readonly parameter: Parameter<unknown>;
  /** What Excel passed; null for an omitted argument. */
  readonly cells: Matrix | null;
  readonly rows: number;
  readonly columns: number;
}

/** `btcPrice` in a definition is `btc_price` in Excel. */
export function excelName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Values by parameter key, as `compute` receives them. */
type Given = Record<string, unknown>;

/** Pairs the arguments of a call with the definition's parameters. */
export function argumentsOf(definition: Definition, raw: readonly unknown[]): Argument[] {
  const given = withoutInvocation(raw);
  return Object.entries(definition.parameters).map(([key, parameter], index) => {
    const name = excelName(key);
    const cells = parameter.shape === "repeating" ? listOf(given[index]) : matrixOf(given[index]);
    for (const range of parameter.shape === "repeating" ? (cells ?? []) : [cells]) refuseWhole(range, name);
    const single = cells === null || parameter.shape !== "cell";
    const rows = single ? 1 : cells.length;
    return { key, name, parameter, cells, rows, columns: single ? 1 : widthOf(cells) };
  });
}

/**
 * The arguments without the invocation that Excel passes after them. Excel may keep functions.json for a day: a call by
 * an older one has fewer arguments, and the invocation is where a new argument is expected.
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
  if (!isList(range)) return;
  const [first] = range;
  if (range.length >= SHEET_ROWS)
    throw new InputError(
      name,
      "is a whole column: use only its rows, as A2:A999, or A2:.A999, which leaves out blank ends (as TRIMRANGE does)",
    );
  if (isList(first) && first.length >= SHEET_COLUMNS)
    throw new InputError(name, "is a whole row: use only its cells, as B2:Z2");
}

const isList = (raw: unknown): raw is readonly unknown[] => Array.isArray(raw);
const isMatrix = (raw: readonly unknown[]): raw is Matrix => isList(raw[0]);

/** A repeating argument arrives as a list of ranges, one for each time it was given. */
const listOf = (raw: unknown): Matrix | null =>
  isList(raw) && raw.length > 0 ? raw.map((range) => matrixOf(range) ?? [[null]]) : null;

function matrixOf(raw: unknown): Matrix | null {
  if (raw === null || raw === undefined) return null;
  if (!isList(raw)) return [[raw]];
  return isMatrix(raw) ? raw : [raw];
}

/** The errors that a function may return. Excel turns any other into #VALUE! and drops its text. */
const errorsOut: ReadonlySet<string> = new Set(["#VALUE!", "#N/A", "#DIV/0!", "#NUM!", "#NULL!"]);

/** Excel's error values, which may also arrive as texts. */
const errorTexts: ReadonlySet<string> = new Set([
  ...errorsOut,
  "#REF!",
  "#NAME?",
  "#SPILL!",
  "#CALC!",
  "#FIELD!",
  "#BUSY!",
  "#GETTING_DATA",
  "#CONNECT!",
  "#BLOCKED!",
  "#UNKNOWN!",
  "#EXTERNAL!",
  "#PYTHON!",
  "#TIMEOUT!",
]);

/** A stock, a currency or a picture in a cell has no value of its own; most versions of Excel pass a bare #VALUE!. */
const DATA_TYPE =
  "if the cell holds a stock, a currency or another data type, use one of its fields: A2.Price";

/** What a cell holds, whichever way the host passes it. */
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

/**
 * An error in a cell as it is passed on in the answer: as one that Excel accepts, with a text that says where it was.
 */
export function passedOn({ code, message }: CellError, place: string): CellError {
  const isSaid = message.startsWith(THERE_IS);
  const hint = message === "" && code === "#VALUE!" ? DATA_TYPE : message;
  const text = isSaid ? message : `${THERE_IS}${code} in ${place}${hint === "" ? "" : `: ${hint}`}`;
  return new CellError(errorsOut.has(code) ? code : "#VALUE!", text);
}

const THERE_IS = "there is ";

const cellsOf = (matrix: Matrix): Cell[][] => matrix.map((line) => line.map(cellOf));
const rangesOf = (ranges: readonly unknown[]): Cell[][][] =>
  ranges.map((range) => cellsOf(matrixOf(range) ?? [[null]]));

/** An argument's values, all read in one go, so that 100,000 rows cost little more than a loop over them. */
interface Slot {
  readonly name: string;
  readonly values: unknown[] | Float64Array;
  /** What is wrong with a value, by its index. */
  readonly faults: Map<number, Error>;
  readonly rows: number;
  readonly columns: number;
}

function slotOf(argument: Argument): Slot {
  const { cells, parameter, name, rows, columns } = argument;
  const faults = new Map<number, Error>();
  if (cells !== null && parameter.shape === "cell") {
    return { name, values: readCells(argument, cells, parameter, faults), faults, rows, columns };
  }
  try {
    return { name, values: [wholeValue(argument)], faults, rows, columns };
  } catch (fault) {
    if (!(fault instanceof Error)) throw fault;
    faults.set(0, fault instanceof CellError ? passedOn(fault, placeIn(argument, fault) ?? name) : fault);
    return { name, values: [NaN], faults, rows, columns };
  }
}

/** Where among the arguments an error occurs first. */
export function placeAmong(args: readonly Argument[], error: CellError): string {
  for (const argument of args) {
    const place = placeIn(argument, error);
    if (place !== undefined) return place;
  }
  return "the values";
}

function placeIn({ cells, name, parameter }: Argument, { code }: CellError): string | undefined {
  const ranges: readonly unknown[] = parameter.shape === "repeating" ? (cells ?? []) : [cells];
  const isIt = (raw: unknown) => {
    const cell = typeof raw === "number" ? raw : cellOf(raw);
    return cell instanceof CellError && cell.code === code;
  };
  for (const range of ranges) {
    const lines = matrixOf(range) ?? [];
    for (const [row, line] of lines.entries()) {
      const column = line.findIndex(isIt);
      if (column < 0) continue;
      if (lines.length * line.length === 1) return name;
      if (line.length === 1 || lines.length === 1) return `${name}, value ${Math.max(row, column) + 1}`;
      return `${name}, row ${row + 1}, column ${column + 1}`;
    }
  }
  return undefined;
}

/** Numbers go into a typed array: a hundred thousand boxed ones would cost more than the formula. */
function readCells(
  { name, rows, columns }: Argument,
  cells: Matrix,
  { isNumber, read }: CellParameter<unknown>,
  faults: Map<number, Error>,
): unknown[] | Float64Array {
  const values: unknown[] | Float64Array = isNumber
    ? new Float64Array(rows * columns)
    : new Array(rows * columns);
  for (let index = 0; index < values.length; index++) {
    const raw = cells[Math.floor(index / columns)]?.[index % columns];
    try {
      values[index] = read(typeof raw === "number" ? raw + 0 : cellOf(raw), name);
    } catch (fault) {
      if (!(fault instanceof Error)) throw fault;
      faults.set(index, fault instanceof CellError ? passedOn(fault, name) : fault);
    }
  }
  return values;
}

function wholeValue({ cells, parameter, name }: Argument): unknown {
  if (cells === null) {
    if (parameter.optional) return parameter.fallback;
    throw new InputError(name, "is missing");
  }
  switch (parameter.shape) {
    case "cell":
      return parameter.read(cellOf(cells[0]?.[0]), name);
    case "range":
      return parameter.read(cellsOf(cells), name);
    case "repeating":
      return parameter.read(rangesOf(cells), name);
  }
}

export interface ArgumentReader {
  /** Takes the arguments of a call. */
  readonly load: (args: readonly Argument[]) => void;
  /** The values for one place of the result, valid until the next call. Throws the error of the first bad one. */
  readonly at: (row: number, column: number) => Given;
  /** Releases the call's values. */
  readonly clear: () => void;
}

const emptySlot = { values: [], faults: new Map<number, Error>(), rows: 1, columns: 1 };

/**
 * Reads the arguments of a definition's calls. The object passed to `compute` is the same for every place and every
 * call, with a getter for each argument: as its shape never changes, the engine can optimise it.
 */
export function argumentReader(
  definition: Pick<Definition, "parameters" | "ignores" | "together">,
): ArgumentReader {
  const place = { row: 0, column: 0 };
  const slots = new Map<string, Slot>();
  const given: Given = {};
  for (const key of Object.keys(definition.parameters)) {
    const slot: Slot = { name: excelName(key), ...emptySlot };
    slots.set(key, slot);
    Object.defineProperty(given, key, {
      enumerable: true,
      get: () => slot.values[indexIn(slot, place.row, place.column)],
    });
  }
  let mayFail = false;
  return {
    load: (args) => {
      for (const argument of args) {
        const slot = slots.get(argument.key);
        if (slot !== undefined) Object.assign(slot, slotOf(argument));
      }
      const moved = shiftedAmong(args.filter(({ key }) => definition.together?.includes(key)));
      if (moved !== undefined) slots.get(moved.vector.key)?.faults.set(0, moved.fault);
      const all = [...slots.values()];
      mayFail =
        all.some(({ faults }) => faults.size > 0) ||
        all.some(({ rows, columns }) =>
          all.some((other) => isShort(rows, other.rows) || isShort(columns, other.columns)),
        );
    },
    at: (row, column) => {
      place.row = row;
      place.column = column;
      if (mayFail) refuseFaults(slots, ignoredKeys(definition, given), row, column);
      return given;
    },
    clear: () => {
      for (const slot of slots.values()) Object.assign(slot, emptySlot);
    },
  };
}

/** A vector of more than one cell: its name, and where its values begin and end. */
interface Extent {
  readonly name: string;
  readonly first: number;
  readonly end: number;
}

/**
 * Of several vectors that belong together, the first whose values do not line up with those of the first vector, or
 * are more or fewer: one that blanks reduce to a single value must not count for every place.
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
      : new InputError(vector.name, `must line up with ${name}: ${place}`);
  return { vector, fault };
}

/** The same for the arguments of a call; a single cell counts for every place, and a table has no such places. */
function shiftedAmong(args: readonly Argument[]) {
  const vectors: (Extent & { key: string })[] = [];
  for (const { key, name, cells, parameter } of args) {
    const line = (cells ?? []).flat().map(cellOf);
    if (line.length < 2 || (cells !== null && cells.length > 1 && widthOf(cells) > 1)) continue;
    const isValue = parameter.shape === "range" ? parameter.isValue : undefined;
    const { first, end } = extent(line, isValue ?? isNumeral);
    if (end > first) vectors.push({ key, name, first, end });
  }
  return shifted(vectors);
}

/** Index in a slot of the value for a place of the result; one row or column serves all, as in Excel. */
const indexIn = ({ rows, columns }: Slot, row: number, column: number): number =>
  (rows === 1 ? 0 : row) * columns + (columns === 1 ? 0 : column);

const isShort = (length: number, other: number) => length > 1 && length < other;

/** The arguments that a call does not use. */
function ignoredKeys({ ignores }: Pick<Definition, "ignores">, given: Given): readonly string[] {
  return ignores?.when[String(given[ignores.by])] ?? [];
}

function refuseFaults(
  slots: ReadonlyMap<string, Slot>,
  ignored: readonly string[],
  row: number,
  column: number,
): void {
  for (const [key, slot] of slots) {
    if (ignored.includes(key)) continue;
    if ((slot.rows > 1 && row >= slot.rows) || (slot.columns > 1 && column >= slot.columns)) {
      throw new NoAnswerError(`${slot.name} has no value here`);
    }
    const fault = slot.faults.get(indexIn(slot, row, column));
    if (fault !== undefined) throw fault;
  }
}

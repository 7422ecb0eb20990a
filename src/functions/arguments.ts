import { CellError, InputError, NoAnswerError, type Cell } from "../core/errors";
import { isWithin, type Limits } from "../core/numeric/bounds";
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
export type Given = Record<string, unknown>;

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

/** Rows that are read, computed and written at a time: their columns stay in the processor's cache. */
export const BLOCK_ROWS = 1024;

/** An argument of the call that is being answered; the places of many calls are read into the same columns. */
interface Slot extends Argument {
  readonly limits: Limits | undefined;
  cells: Matrix | null;
  rows: number;
  columns: number;
  /** Whether its value depends on the place. */
  isMany: boolean;
  /** The value at a place, or at all. */
  value: unknown;
  fault: Error | undefined;
  /** The values of a block of places. */
  block: Float64Array | unknown[];
  /** The text that was read last, and what it means: a column of words repeats a few. */
  lastText: string | undefined;
  lastMeaning: unknown;
}

const numbersOf = (slot: Slot): Float64Array =>
  slot.block instanceof Float64Array ? slot.block : (slot.block = new Float64Array(BLOCK_ROWS));

/** Reads a value that does not depend on the place. */
function readWhole(slot: Slot): void {
  try {
    slot.value = wholeValue(slot);
  } catch (fault) {
    slot.fault = faultOf(fault, slot);
  }
}

/** Reads the value at a place; beyond the argument's own rows and columns there is none. */
function readPlace(slot: Slot, row: number, column: number): void {
  const { cells, rows, columns, parameter, name } = slot;
  slot.fault = undefined;
  try {
    if ((rows > 1 && row >= rows) || (columns > 1 && column >= columns))
      throw new NoAnswerError(`${name} has no value here`);
    const raw = cells?.[rows === 1 ? 0 : row]?.[columns === 1 ? 0 : column];
    slot.value = (parameter as CellParameter<unknown>).read(cellOf(raw), name);
  } catch (fault) {
    slot.value = NaN;
    slot.fault = faultOf(fault, slot);
  }
}

function faultOf(fault: unknown, slot: Slot): Error {
  if (!(fault instanceof Error)) throw fault;
  if (!(fault instanceof CellError)) return fault;
  const { shape } = slot.parameter;
  return passedOn(fault, (shape === "cell" ? undefined : placeIn(slot, fault)) ?? slot.name);
}

/**
 * Reads the values of a block of places, counted along the rows of an answer of `width` columns, and marks those that
 * have to be read one by one: what is wrong there is said then.
 */
function readBlock(slot: Slot, first: number, count: number, width: number, marked: Uint8Array): void {
  if (slot.limits !== undefined && width === 1) readNumbers(slot, slot.limits, first, count, marked);
  else readCells(slot, first, count, width, marked);
}

/** The usual block: numbers below one another. */
function readNumbers(slot: Slot, limits: Limits, first: number, count: number, marked: Uint8Array): void {
  const { above, atLeast, below, atMost, whole } = limits;
  const cells = slot.cells ?? [];
  const numbers = numbersOf(slot);
  const own = Math.min(count, slot.rows - first);
  for (let index = 0; index < own; index++) {
    const line = cells[first + index];
    if (line === undefined) continue;
    // Read by `?.`, every number would be made an object first, since the result may be undefined.
    const raw = line[0];
    if (
      typeof raw === "number" &&
      raw > above &&
      raw >= atLeast &&
      raw < below &&
      raw <= atMost &&
      (!whole || Number.isInteger(raw))
    )
      numbers[index] = raw + 0; // A -0, which Excel does not know, becomes 0.
    else marked[index] = 1;
  }
  marked.fill(1, Math.max(own, 0), count);
}

function readCells(slot: Slot, first: number, count: number, width: number, marked: Uint8Array): void {
  const { cells, rows, columns, limits } = slot;
  const block = limits === undefined ? slot.block : numbersOf(slot);
  let row = Math.floor(first / width);
  let column = first - row * width;
  for (let index = 0; index < count; index++) {
    const isShort = (rows > 1 && row >= rows) || (columns > 1 && column >= columns);
    const raw = cells?.[rows === 1 ? 0 : row]?.[columns === 1 ? 0 : column];
    if (isShort) marked[index] = 1;
    else if (limits === undefined) block[index] = textMeaning(slot, raw, index, marked);
    else if (typeof raw === "number" && isWithin(raw, limits)) block[index] = raw + 0;
    else marked[index] = 1;
    if (++column === width) {
      column = 0;
      row++;
    }
  }
}

function textMeaning(slot: Slot, raw: unknown, index: number, marked: Uint8Array): unknown {
  if (typeof raw === "string" && raw === slot.lastText) return slot.lastMeaning;
  try {
    const meaning = (slot.parameter as CellParameter<unknown>).read(cellOf(raw), slot.name);
    if (typeof raw === "string") [slot.lastText, slot.lastMeaning] = [raw, meaning];
    return meaning;
  } catch (fault) {
    if (!(fault instanceof Error)) throw fault;
    marked[index] = 1;
    return undefined;
  }
}

/** What `compute` receives for a block: a column for each number, and what other arguments are in all its places. */
type GivenColumns = Record<string, unknown>;

export interface ArgumentReader {
  /** Takes the arguments of a call. */
  readonly load: (args: readonly Argument[]) => void;
  /** Takes a call whose arguments are single values and whole ranges; undefined where one is not, or is wrong. */
  readonly single: (raw: readonly unknown[]) => Given | undefined;
  /** The values for one place of the result, valid until the next call. Throws the error of the first bad one. */
  readonly at: (row: number, column: number) => Given;
  /**
   * Reads a block of places, along the rows of an answer of `width` columns. Gives what is to be computed from, which is
   * at the place of that number in the block, and which places must be read by `at`.
   */
  readonly block: (first: number, count: number, width: number) => { given: Given; marked: Uint8Array };
  /** Turns to a place of the block. */
  readonly turnTo: (index: number) => void;
  /** The block as columns; undefined where a word or text depends on the place, or a single value is wrong. */
  readonly columns: () => GivenColumns | undefined;
  /** Releases the call's values. */
  readonly clear: () => void;
}

/**
 * Reads the arguments of a definition's calls. The object passed to `compute` is the same for every place and every
 * call, with a getter for each argument: as its shape never changes, the engine can optimise it.
 */
export function argumentReader(
  definition: Pick<Definition, "parameters" | "ignores" | "together">,
): ArgumentReader {
  const slots = Object.entries(definition.parameters).map(([key, parameter]) => emptySlot(key, parameter));
  const given: Given = {};
  /** Of the place in the block; -1 where the values are those of a place that was read by itself. */
  let turn = -1;
  for (const slot of slots)
    Object.defineProperty(given, slot.key, {
      enumerable: true,
      get: () => (slot.isMany && turn >= 0 ? slot.block[turn] : slot.value),
    });
  const marked = new Uint8Array(BLOCK_ROWS);
  const columns: GivenColumns = {};
  let isWrong = false;
  const load = (args: readonly Argument[]) => {
    isWrong = false;
    for (const slot of slots) {
      const argument = args.find(({ key }) => key === slot.key);
      if (argument === undefined) continue;
      slot.cells = argument.cells;
      slot.rows = argument.rows;
      slot.columns = argument.columns;
      slot.isMany = slot.rows > 1 || slot.columns > 1;
      slot.fault = undefined;
      if (!slot.isMany) readWhole(slot);
    }
    const moved = shiftedAmong(args.filter(({ key }) => definition.together?.includes(key)));
    const last = slots.find(({ key }) => key === moved?.vector.key);
    if (last !== undefined) last.fault = moved?.fault;
    isWrong = slots.some(({ fault }) => fault !== undefined);
  };
  return {
    load,
    single: (raw) => {
      // An invocation may stand where an argument is expected: such a call is read with care.
      if (definition.together !== undefined || raw.length < slots.length) return undefined;
      // Before a long range is read in vain.
      for (let index = 0; index < slots.length; index++)
        if (slots[index]?.parameter.shape === "cell" && !isOneCell(raw[index])) return undefined;
      turn = -1;
      for (let index = 0; index < slots.length; index++) {
        const slot = slots[index];
        if (slot === undefined || !takeSingle(slot, raw[index])) return undefined;
      }
      return given;
    },
    at: (row, column) => {
      turn = -1;
      let isFaulty = isWrong;
      for (const slot of slots) {
        if (slot.isMany) readPlace(slot, row, column);
        isFaulty ||= slot.fault !== undefined;
      }
      if (isFaulty) refuseFaults(slots, ignoredKeys(definition, given));
      return given;
    },
    block: (first, count, width) => {
      marked.fill(isWrong ? 1 : 0, 0, count);
      for (const slot of slots) if (slot.isMany) readBlock(slot, first, count, width, marked);
      return { given, marked };
    },
    turnTo: (index) => {
      turn = index;
    },
    columns: () => {
      if (isWrong || slots.some(({ isMany, limits }) => isMany && limits === undefined)) return undefined;
      for (const slot of slots)
        columns[slot.key] =
          slot.isMany || typeof slot.value !== "number" ? columnOf(slot) : numbersOf(slot).fill(slot.value);
      return columns;
    },
    clear: () => {
      for (const slot of slots) {
        slot.cells = null;
        slot.value = undefined;
      }
    },
  };
}

/** A block's numbers, or what is the same in all its places. */
const columnOf = (slot: Slot): unknown => (slot.isMany ? numbersOf(slot) : slot.value);

function emptySlot(key: string, parameter: Parameter<unknown>): Slot {
  const limits = parameter.shape === "cell" ? parameter.read.limits : undefined;
  const call = { cells: null, rows: 1, columns: 1, isMany: false, value: undefined, fault: undefined };
  return {
    key,
    name: excelName(key),
    parameter,
    limits,
    ...call,
    block: [],
    lastText: undefined,
    lastMeaning: undefined,
  };
}

/** Whether it is a single value, by itself or as a range. */
function isOneCell(raw: unknown): boolean {
  if (typeof raw !== "object" || raw === null) return true;
  if (!isList(raw) || raw.length !== 1) return false;
  const [line] = raw;
  return isList(line) && line.length === 1;
}

/** Reads an argument that is a single value or a whole range; false where it is neither, or is wrong. */
function takeSingle(slot: Slot, raw: unknown): boolean {
  slot.isMany = false;
  slot.fault = undefined;
  const { parameter, limits } = slot;
  if (raw === null || raw === undefined) {
    slot.value = parameter.fallback;
    return parameter.optional;
  }
  if (parameter.shape !== "cell") return takeWhole(slot, raw);
  const cell: unknown = typeof raw === "object" ? (raw as Matrix)[0]?.[0] : raw;
  if (limits !== undefined) {
    if (typeof cell !== "number" || !isWithin(cell, limits)) return false;
    slot.value = cell + 0;
    return true;
  }
  if (typeof cell === "string" && cell === slot.lastText) {
    slot.value = slot.lastMeaning;
    return true;
  }
  return readsWell(slot, () => parameter.read(cellOf(cell), slot.name));
}

function takeWhole(slot: Slot, raw: unknown): boolean {
  const { parameter, name } = slot;
  if (typeof raw === "object" && !isList(raw)) return false;
  slot.cells = parameter.shape === "repeating" ? listOf(raw) : matrixOf(raw);
  return readsWell(slot, () => {
    for (const range of parameter.shape === "repeating" ? (slot.cells ?? []) : [raw])
      refuseWhole(range, name);
    return wholeValue(slot);
  });
}

function readsWell(slot: Slot, read: () => unknown): boolean {
  try {
    slot.value = read();
    return true;
  } catch (fault) {
    if (!(fault instanceof Error)) throw fault;
    return false;
  }
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

/** The arguments that a call does not use. */
function ignoredKeys({ ignores }: Pick<Definition, "ignores">, given: Given): readonly string[] {
  return ignores?.when[String(given[ignores.by])] ?? [];
}

function refuseFaults(slots: readonly Slot[], ignored: readonly string[]): void {
  const wrong = slots.find(({ key, fault }) => fault !== undefined && !ignored.includes(key));
  if (wrong?.fault !== undefined) throw wrong.fault;
}

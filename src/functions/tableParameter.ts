import { CellError, InputError, textOf, type Cell } from "../core/errors";
import { boundsRule, boundsTest, outOfBounds, type Bounds } from "../core/numeric/bounds";
import { isNumberText, notANumber } from "../core/numberText";
import {
  converted,
  scaleOf,
  scaleOfUnits,
  unitOf,
  unitTokens,
  unscaled,
  withoutBrackets,
  type Scale,
  type UnitKind,
} from "../core/units";
import type { RangeParameter } from "./define";
import { rangeSize, widthOf } from "./parameters";

/** A column of a table argument. */
export interface TableColumn<T> {
  readonly label: string;
  readonly isNumber: boolean;
  readonly isOptional: boolean;
  readonly rule: string;
  /** The units that its heading may name. */
  readonly units?: UnitKind | undefined;
  /** What its heading says, where another heading makes the column one of notes. */
  readonly heading?: RegExp;
  /** Whether it is read later, when nobody else knows its place any more. */
  readonly isLazy?: true;
  /** `place` names the row and the column in messages; `notes` is the heading of a column of notes. */
  readonly read: (cell: Cell, place: string, notes?: string) => T;
}

/** Numbers within bounds; a blank cell is 0, as on desktop Excel. A heading may name another of the units. */
export function numberColumn(label: string, bounds: Bounds = {}, units?: UnitKind): TableColumn<number> {
  const rule = boundsRule(bounds);
  const isWithin = boundsTest(bounds);
  const read = (cell: Cell, place: string): number => {
    if (cell instanceof CellError) throw cell;
    const value = cell ?? 0;
    if (typeof value !== "number") throw notANumber(place, value);
    if (!isWithin(value)) throw outOfBounds(place, value, bounds);
    return value;
  };
  return { label, isNumber: true, isOptional: false, rule, units, read };
}

/** Names and other words; a number is read as text, and so are TRUE and FALSE. */
export function textColumn(label: string): TableColumn<string> {
  const read = (cell: Cell, place: string): string => {
    if (cell instanceof CellError) throw cell;
    if (cell === null || isBlank(cell)) throw new InputError(place, "must be text", cell);
    return textOf(cell).trim();
  };
  return { label, isNumber: false, isOptional: false, rule: "must be text", read };
}

/**
 * A column that the table may omit or leave blank; its value is then `fallback`. In a text column a 0 counts as blank.
 */
export function optionalColumn<T, F>(column: TableColumn<T>, fallback: F): TableColumn<T | F> {
  const read = (cell: Cell, place: string): T | F =>
    cell === null || cell === "" || (cell === 0 && !column.isNumber) ? fallback : column.read(cell, place);
  return { ...column, isOptional: true, read };
}

/**
 * An optional column that was added to a published table, where ranges may already hold notes. Under a heading that
 * does not match `heading` texts are notes, and a number is refused: it may be meant for the column.
 */
export function laterColumn<T, F>(column: TableColumn<T>, fallback: F, heading: RegExp): TableColumn<T | F> {
  const { label, isNumber } = column;
  const known = optionalColumn(column, fallback);
  const read = (cell: Cell, place: string, notes?: string): T | F => {
    if (notes === undefined) {
      if (isNumber && typeof cell === "string" && cell !== "" && !isNumberText(cell))
        throw new InputError(place, "must be a number", cell, "notes need a heading of their own");
      return known.read(cell, place);
    }
    const isValue = typeof cell === "number" ? cell !== 0 : typeof cell === "string" && isNumberText(cell);
    if (!isNumber || !isValue) return fallback;
    throw new InputError(place, `is under another heading: write "${label}", or leave it out`, notes);
  };
  return { ...known, heading, read };
}

/** What a cell is read by, and from: data and not a function of its own, so that equal cells compare equal. */
interface Unread<T> {
  readonly read: TableColumn<T>["read"];
  readonly cell: Cell;
  readonly place: string;
  readonly notes: string | undefined;
}

/** A column that is read only when its value is asked for, by `valueOf`. */
export function lazyColumn<T>(column: TableColumn<T>): TableColumn<Unread<T>> {
  const { read } = column;
  return { ...column, isLazy: true, read: (cell, place, notes) => ({ read, cell, place, notes }) };
}

export const valueOf = <T>({ read, cell, place, notes }: Unread<T>): T => read(cell, place, notes);

type Columns = Readonly<Record<string, TableColumn<unknown>>>;
/** A row of a table argument, by the keys of its columns. */
type TableRow<C extends Columns> = { readonly [K in keyof C]: ReturnType<C[K]["read"]> };

/**
 * A table argument: one object for each row. A first row of headings and blank rows are skipped; columns beyond those
 * named are ignored. A unit in a heading converts the numbers below or is refused, as in a model block. A number stored
 * as text does not make a heading: it is refused where a number is required.
 */
export function table<C extends Columns>(doc: string, columns: C): RangeParameter<readonly TableRow<C>[]> {
  const entries = Object.entries(columns);
  const list = Object.values(columns);
  const needed = list.filter(({ isOptional }) => !isOptional).length;
  const labels = list.map(({ label, isOptional }) => (isOptional ? `[${label}]` : label)).join(", ");
  const rule = `must be a table with the columns ${labels}`;
  const read = (cells: Cell[][], name: string): readonly TableRow<C>[] => {
    if (widthOf(cells) < needed) throw new InputError(name, `${rule}, got ${rangeSize(cells)}`);
    const [first = []] = cells;
    const hasHeader = isHeader(first, list);
    const notes = list.map(({ heading }, index) =>
      hasHeader ? notesHeading(first[index], heading) : undefined,
    );
    const scales = list.map(({ units }, index) =>
      hasHeader && units !== undefined && notes[index] === undefined
        ? headingScale(first[index] ?? null, `${name}, column ${index + 1}`, units)
        : unscaled,
    );
    const isScaled = scales.some((scale) => scale !== unscaled);
    const lines: TableRow<C>[] = [];
    for (let index = hasHeader ? 1 : 0; index < cells.length; index++) {
      const row = cells[index] ?? [];
      if (isBlankRow(row)) continue;
      const inUnits = isScaled ? row.map((cell, at) => inUnit(cell, scales[at])) : row;
      lines.push(rowOf(entries, inUnits, notes, () => `${name}, row ${index + 1}`));
    }
    if (lines.length === 0) throw new InputError(name, "must have at least one row of values");
    return lines;
  };
  return { shape: "range", doc, unit: labels, rule, optional: false, read };
}

const isBlank = (cell: Cell) => cell === null || cell === "" || cell === 0;
const isBlankRow = (row: readonly Cell[]) => row.every(isBlank);

/** Headings hold text where numbers belong, and no number, not even one stored as text. */
function isHeader(row: readonly Cell[], columns: readonly TableColumn<unknown>[]): boolean {
  const inNumbers = columns.flatMap(({ isNumber }, index) => (isNumber ? [row[index] ?? null] : []));
  const isHeading = (cell: Cell) => typeof cell === "string" && cell !== "" && !isNumberText(cell);
  return inNumbers.some(isHeading) && inNumbers.every((cell) => isHeading(cell) || isBlank(cell));
}

/** The heading of a column of notes; undefined for any other column. */
const notesHeading = (title: Cell | undefined, heading: RegExp | undefined) =>
  typeof title === "string" && title.trim() !== "" && heading?.test(title) === false ? title : undefined;

/** How the unit in a heading scales the numbers below it: one in brackets, or one at the end of the heading. */
function headingScale(heading: Cell, column: string, units: UnitKind): Scale {
  if (typeof heading !== "string") return unscaled;
  if (withoutBrackets(heading) !== heading) return scaleOf(heading, column, units);
  const words = [...heading.matchAll(/[^\s,;:-]+/g)].map(({ index }) => heading.slice(index));
  const ending = words.find((text) => isUnitOf(units, text));
  return ending === undefined ? unscaled : scaleOfUnits([ending], heading.trim(), column, units);
}

/** Whether a text is one of the units, or clearly another: a single word may be the name of the column. */
function isUnitOf({ scales }: UnitKind, text: string): boolean {
  const { tokens, rest } = unitTokens(text);
  return rest === "" && (tokens.length > 1 || scales.has(unitOf(text)?.key ?? ""));
}

const inUnit = (cell: Cell, scale: Scale = unscaled) =>
  typeof cell === "number" ? converted(cell, scale) : cell;

/** A row is read without its place, which a hundred thousand rows need not spell out, and again where that fails. */
function rowOf<C extends Columns>(
  entries: readonly (readonly [string, TableColumn<unknown>])[],
  row: readonly Cell[],
  notes: readonly (string | undefined)[],
  place: () => string,
): TableRow<C> {
  const values = (isPlaced: boolean) => {
    const read: Record<string, unknown> = {};
    for (let index = 0; index < entries.length; index++) {
      const [key, column] = entries[index] ?? [];
      if (key === undefined || column === undefined) continue;
      const text = isPlaced || column.isLazy === true ? `${place()}, ${column.label},` : "";
      read[key] = column.read(row[index] ?? null, text, notes[index]);
    }
    return read as TableRow<C>;
  };
  try {
    return values(false);
  } catch {
    return values(true);
  }
}

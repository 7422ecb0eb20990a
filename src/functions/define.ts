import type { Cell } from "../core/errors";
import type { Bounds, Limits } from "../core/numeric/bounds";
import type { UnitKind } from "../core/units";
import type { MarketContent, MarketReader } from "../data/market";

/** What precedes the name of a function in Excel, as in the manifest: MINING.HASHPRICE. */
export const NAMESPACE = "MINING";

/** What a function may put into a cell; an error shows only in that cell. */
export type Value = number | string | boolean | Error;

interface Documented {
  /** What the argument is, in words a finance person uses. */
  readonly doc: string;
  /** Unit of the argument; empty where it has none. */
  readonly unit: string;
  /** What is accepted, as help and error messages say it: "must be above 0". */
  readonly rule: string;
  readonly optional: boolean;
  /** The default as help shows it; undefined for none. */
  readonly fallbackText?: string;
}

/** An argument of one cell. Given a range, the function is computed for each of its cells. */
export interface CellParameter<T> extends Documented {
  readonly shape: "cell";
  /** Whether `read` gives numbers only. */
  readonly isNumber: boolean;
  /** What a number must be within. */
  readonly bounds?: Bounds;
  /** The words that it must be one of. */
  readonly words?: readonly string[];
  /** The value of an omitted argument; only for optional ones. */
  readonly fallback?: T;
  readonly read: CellReader<T>;
}

/** Reads a cell; one with limits reads each number within them as it is. */
interface CellReader<T> {
  (cell: Cell, name: string): T;
  readonly limits?: Limits;
}

/** An argument that consumes its range whole: a vector or a table. */
export interface RangeParameter<T> extends Documented {
  readonly shape: "range";
  /** Whether it is a row or column of numbers, all of which count. */
  readonly isVector?: true;
  /** What each of its numbers must be within. */
  readonly bounds?: Bounds;
  /** Which cells of a row or column are values and not headings; by default, those that may be numbers. */
  readonly isValue?: (cell: Cell) => boolean;
  readonly fallback?: T;
  readonly read: (cells: Cell[][], name: string) => T;
}

/** The last argument, repeated as often as the user likes. */
export interface RepeatingParameter<T> extends Documented {
  readonly shape: "repeating";
  readonly fallback?: T;
  readonly read: (ranges: Cell[][][], name: string) => T;
}

export type Parameter<T> = CellParameter<T> | RangeParameter<T> | RepeatingParameter<T>;
export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

/** What `compute` receives: the value of each argument under its parameter's name. */
type GivenOf<P extends Parameters> = {
  readonly [K in keyof P]: ReturnType<P[K]["read"]>;
};

/**
 * What `columns` receives: a column for each argument that is a number, of up to 1,024 rows; any other argument, and one
 * that was left out, is the same in all rows.
 */
type ColumnsOf<P extends Parameters> = {
  readonly [K in keyof P]: [ReturnType<P[K]["read"]>] extends [number]
    ? Float64Array
    : [ReturnType<P[K]["read"]>] extends [number | undefined]
      ? Float64Array | undefined
      : ReturnType<P[K]["read"]>;
};

/** A row of a record, shown as "label (unit)"; `needs` is the optional argument without which it is empty. */
export type Row = readonly [label: string, unit: string, needs?: string];
export type Rows = Readonly<Record<string, Row>>;
/** A record's values by row. `undefined` marks a row whose optional input was not given. */
type RecordOf<R extends Rows> = { readonly [K in keyof R]: Value | undefined };

export interface Example {
  /** The formula as typed into Excel. */
  readonly formula: string;
  /** The cells from A1 to the right and down, when the formula refers to cells. */
  readonly cells?: readonly (readonly (string | number | boolean)[])[];
  /** The value of the formula's cell and, for a spill, of the cells below and right that are listed. */
  readonly result: number | string | readonly (readonly (number | string)[])[];
  /** What the example shows, in a sentence. */
  readonly note: string;
  /** What has been fetched, where the example needs more than what is built in. */
  readonly fetched?: MarketContent;
}

/** A table behind a record. */
interface Detail<Given> {
  readonly columns: readonly string[];
  readonly rows: (given: Given) => readonly (readonly Value[])[];
}

/** What the help says of a function. No cell needs it: the built functions.js has none of it. */
export interface Help {
  readonly group: Group;
  /** One sentence that a treasurer understands; Excel shows it beside the name. */
  readonly summary: string;
  /** The formula in plain notation, for the help page. */
  readonly formula: string;
  /** What else a user must know: conventions, special values. */
  readonly remarks?: readonly string[];
  readonly sources: readonly string[];
  readonly examples: readonly Example[];
  readonly seeAlso: readonly string[];
}

export const helpFields = [
  "group",
  "summary",
  "formula",
  "remarks",
  "sources",
  "examples",
  "seeAlso",
] as const satisfies readonly (keyof Help)[];

interface Base<P extends Parameters> extends Help {
  readonly name: string;
  readonly parameters: P;
  /** Whether it sends its answer again when the market changes. */
  readonly streams?: true;
  /**
   * About how many steps of some 25 ns a call takes, such as a month of a path, where it may take long: in one place of a
   * lifted call, or, as a number, for each cell of the arguments.
   */
  readonly steps?: number | ((given: GivenOf<P>) => number);
  /** Vectors whose values are paired by position: all skip the same number of cells before the first. */
  readonly together?: readonly (keyof P & string)[];
  /** Arguments that are ignored, by the value of the argument `by`: they may be blank. */
  readonly ignores?: {
    readonly by: keyof P & string;
    readonly when: Readonly<Record<string, readonly (keyof P & string)[]>>;
  };
}

/** Computes one number, date or text; lifts over ranges. */
interface ScalarDefinition<P extends Parameters> extends Base<P> {
  readonly returns: { readonly shape: "scalar"; readonly unit: string };
  readonly compute: (given: GivenOf<P>, market: MarketReader) => Value;
  /**
   * The same over columns, in the same bits: fills `out`. A row whose result is not a finite number goes to `compute`,
   * and so does one with a fault, whose numbers may be anything here.
   */
  readonly columns?: (given: ColumnsOf<P>, rows: number, out: Float64Array) => void;
}

/** Computes labelled values; lifts over ranges when the argument `output` names one of them. */
interface RecordDefinition<P extends Parameters, R extends Rows, F extends RecordOf<R>> extends Base<P> {
  readonly returns: {
    readonly shape: "record";
    readonly rows: R;
    /** The argument that names one row; `output` where it is not given. */
    readonly selector?: keyof P & string;
    /** Other words by which a row may be named. */
    readonly aliases?: Readonly<Record<string, keyof R & string>>;
    /** The rows that can be returned in another unit, which the selector names, by the kind of their units. */
    readonly kinds?: Readonly<Partial<Record<keyof R & string, UnitKind>>>;
    /** Gives the total of a table by period, where vectors make the function return one. */
    readonly total?: (periods: readonly F[]) => RecordOf<R>;
    /** The table that the argument `detail` asks for instead. */
    readonly detail?: Detail<GivenOf<P>>;
  };
  readonly compute: (given: GivenOf<P>, market: MarketReader) => F;
}

/** Computes rows of cells under a header. */
interface TableDefinition<P extends Parameters> extends Base<P> {
  readonly returns: {
    readonly shape: "table";
    readonly columns: readonly string[];
    /** The header row, where it follows from the arguments (none when empty); `columns` then describes it. */
    readonly header?: (given: GivenOf<P>, market: MarketReader) => readonly Value[];
    /** When all of these arguments are given the answer is one cell, and each may be a range. */
    readonly oneCellWith?: readonly (keyof P & string)[];
  };
  readonly compute: (given: GivenOf<P>, market: MarketReader) => readonly (readonly Value[])[];
}

/** A definition with its types erased, for whatever walks the catalogue. */
export type Definition = ScalarFunction | RecordFunction | TableFunction;

interface Erased extends Omit<Base<Parameters>, "ignores" | "together" | "steps"> {
  readonly steps?: number | ((given: never) => number);
  readonly together?: readonly string[];
  readonly ignores?: { readonly by: string; readonly when: Readonly<Record<string, readonly string[]>> };
}

export interface ScalarFunction extends Erased {
  readonly returns: { readonly shape: "scalar"; readonly unit: string };
  readonly compute: (given: never, market: MarketReader) => Value;
  readonly columns?: (given: never, rows: number, out: Float64Array) => void;
}

/** The values of a record by row. */
export type RecordValues = Readonly<Record<string, Value | undefined>>;

export interface RecordFunction extends Erased {
  readonly returns: {
    readonly shape: "record";
    readonly rows: Rows;
    readonly selector?: string;
    readonly aliases?: Readonly<Record<string, string>>;
    readonly kinds?: Readonly<Record<string, UnitKind | undefined>>;
    readonly total?: (periods: never) => RecordValues;
    readonly detail?: Detail<never>;
  };
  readonly compute: (given: never, market: MarketReader) => RecordValues;
}

export interface TableFunction extends Erased {
  readonly returns: {
    readonly shape: "table";
    readonly columns: readonly string[];
    readonly header?: (given: never, market: MarketReader) => readonly Value[];
    readonly oneCellWith?: readonly string[];
  };
  readonly compute: (given: never, market: MarketReader) => readonly (readonly Value[])[];
}

/** Checks a definition against the types of its own parameters, and returns it for the catalogue. */
export function define<P extends Parameters>(definition: ScalarDefinition<P>): ScalarFunction;
export function define<P extends Parameters, R extends Rows, F extends RecordOf<R>>(
  definition: RecordDefinition<P, R, F>,
): RecordFunction;
export function define<P extends Parameters>(definition: TableDefinition<P>): TableFunction;
export function define(definition: Definition): Definition {
  return definition;
}

export const groups = [
  "Network and protocol",
  "Unit economics",
  "Costs and accounting",
  "Lifecycle valuation",
  "Pools and the probability of blocks",
  "Prices and simulation",
  "Hedging",
  "Allocation and concentration",
  "Risk, scenarios, contingency",
  "Market data in cells",
] as const;
export type Group = (typeof groups)[number];

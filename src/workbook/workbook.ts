/** A cell or a range: the sheet's name as the user reads it, and the address on it. */
export interface Place {
  readonly sheet: string;
  /** Without the sheet: "B2" or "B2:F13". */
  readonly range: string;
}

/** A formula in English notation, or a value; a text is written as text whatever it begins with. */
export type TableCell = number | string | boolean | { readonly formula: string };

/** Addresses of the cells of a table, rows of its body and columns counted from 0; its head is row -1. */
export interface TableAddresses {
  /** "C4". */
  readonly cell: (row: number, column: number) => string;
  /** "$C$4". */
  readonly fixed: (row: number, column: number) => string;
}

/** A formula that refers to other cells of its table, wherever that will be. */
export interface Reference {
  readonly refers: (addresses: TableAddresses) => string;
}

/** Cells of the body of a table, row and column counted from 0. */
export interface Block {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** A line chart of neighbouring columns of a table: the first gives the horizontal axis, the others a line each. */
export interface TableChart {
  readonly title: string;
  /** Of dates, which are the labels of the axis, or of numbers, which are drawn to scale. */
  readonly axis: "dates" | "numbers";
  readonly axisTitle?: string;
  readonly valueTitle?: string;
  /** Of the body; the row above it has the names of the lines. */
  readonly cells: Block;
}

/** Cells to be written under a head. */
export interface Table {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly (TableCell | Reference)[])[];
  /** Excel number format of each column of the body. */
  readonly formats: readonly string[];
  /** For columns, by their number, that have one for each row. */
  readonly rowFormats?: Readonly<Record<number, readonly string[]>>;
  /** Cells that the reader may change, which are blue. */
  readonly inputs?: readonly Block[];
  /** Rows of the body that are the heads of what is below them. */
  readonly heads?: readonly number[];
  /** Columns whose formulas give sentences, which are wrapped as long texts are. */
  readonly wraps?: readonly number[];
  /** Names to be given to cells of the body. */
  readonly names?: readonly CellName[];
  /** For a table that refreshes keep up to date: the series that each row shows. */
  readonly series?: readonly string[];
  /** Drawn beside the table, or below it, where no cell is in use; not of one or two values. */
  readonly chart?: TableChart;
}

/** A name for a cell; row and column count from 0. */
export interface CellName {
  readonly row: number;
  readonly column: number;
  readonly name: string;
}

/** Number formats, row by row, for the values of the cells. */
export type FormatsOf = (values: readonly (readonly unknown[])[]) => readonly (readonly string[])[];

/** How much of a range is blank. */
export interface Blanks {
  readonly place: Place;
  readonly cells: number;
  readonly blanks: number;
  /** Those of the blank cells that lie between others. */
  readonly holes: number;
}

/** One line of the log that a workbook keeps of what happened to its data. */
export interface LogRow {
  /** Milliseconds since 1970 UTC. */
  readonly when: number;
  /** "Frozen", "Refreshed", "Set live", "Table updated". */
  readonly event: string;
  readonly addinVersion: string;
  readonly series: string;
  readonly unit: string;
  readonly source: string;
  /** Moment of the new value; absent where there is none. */
  readonly asOf?: number;
  readonly oldValue?: number;
  readonly newValue?: number;
}

/** Where to write: the selected cell if it is empty, the place that the user agreed to, or a new sheet. */
export type Target =
  | { readonly kind: "selection" }
  | { readonly kind: "replace"; readonly place: Place }
  | { readonly kind: "newSheet" };

export interface Written {
  readonly status: "written";
  readonly place: Place;
  /** Names that now point to the written cells. */
  readonly names: readonly string[];
  /** Those among `names` that existed before, mostly for other cells. */
  readonly moved: readonly string[];
  /** Names that the user has given to other cells: they stay where they are. */
  readonly kept: readonly string[];
}

/** Nothing was written, since `place` holds something. */
interface Occupied {
  readonly status: "occupied";
  readonly place: Place;
}

/** Nothing was written to `place`, since other cells are in the way of the formula's result. */
interface Blocked {
  readonly status: "blocked";
  readonly place: Place;
}

export type Outcome = Written | Occupied | Blocked;

/** A formula that may need more cells than its own. */
export interface BlockedCall {
  /** "MODEL". */
  readonly function: string;
  /** What its result takes in any case, its own cell included; 1 by 1 where that is not known. */
  readonly rows: number;
  readonly columns: number;
}

/** A cell whose formula shows #SPILL!. */
export interface BlockedCell {
  readonly place: Place;
  /** Whether its sheet is hidden. */
  readonly isHidden: boolean;
  readonly function: string;
  /** Cells of the same sheet that must be free and are not, as far as the size of the result is known: "F13". */
  readonly inTheWay: readonly string[];
}

export interface BlockedCells {
  /** The first of them. */
  readonly cells: readonly BlockedCell[];
  /** How many there are. */
  readonly count: number;
  /** Whether there were more cells with errors than are looked at. */
  readonly isCut: boolean;
  /** Whether cells are still being computed, which may turn out to be blocked. */
  readonly isWaiting: boolean;
}

/** How a formula of the add-in is to be entered again; undefined for a formula that calls none of its functions. */
export type EntryOf = (formula: string) => string | undefined;

/** A cell whose formula calls the add-in. */
export interface AddinFormula {
  /** From 0. */
  readonly row: number;
  readonly column: number;
  /** As it is to be entered again. */
  readonly entry: string;
  /** Whether the workbook holds it in another spelling, as it does until Excel knows the add-in. */
  readonly isUnread: boolean;
  readonly value: unknown;
}

/** The formulas of a sheet that call the add-in. */
export interface SheetFormulas {
  readonly sheet: string;
  readonly isProtected: boolean;
  readonly formulas: readonly AddinFormula[];
}

/** The cells of a sheet that are in use. */
export interface SheetContents {
  readonly name: string;
  readonly isHidden: boolean;
  /** Of the first cell, from 0. */
  readonly row: number;
  readonly column: number;
  /** In English notation; the value of a cell without a formula. */
  readonly formulas: readonly (readonly unknown[])[];
  readonly values: readonly (readonly unknown[])[];
}

export interface NameContents {
  readonly name: string;
  /** The sheet that it belongs to; undefined where it belongs to the workbook. */
  readonly sheet?: string;
  /** With "=". */
  readonly formula: string;
}

export interface TableContents {
  readonly name: string;
  readonly place: Place;
  readonly hasHeader: boolean;
  readonly hasTotal: boolean;
  readonly columns: readonly string[];
}

/** What the workbook's cells hold. */
export interface Contents {
  readonly sheets: readonly SheetContents[];
  readonly names: readonly NameContents[];
  readonly tables: readonly TableContents[];
}

/** A formula whose result fills several cells. */
export interface Spill {
  readonly anchor: Place;
  readonly place: Place;
}

/** Work that takes a while: how far it is, and how to end it. */
export interface Course {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** What came of entering formulas again. */
export interface Entered {
  readonly count: number;
  /** Cells that Excel refuses to write. */
  readonly refused: readonly Place[];
  /** Whether the user ended it before all were entered. */
  readonly isCancelled: boolean;
}

/** What the file of a workbook is called that was never saved. */
export const UNNAMED = "Workbook.xlsx";

/** A workbook as a file. */
export interface WorkbookFile {
  /** "Site model.xlsx". */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The open workbook, as the pane sees it. Whatever fails rejects with a `WorkbookError`. */
export interface Workbook {
  /** The top left cell of the selection. */
  readonly selectedCell: () => Promise<Place>;
  /** Calls `listener` whenever the selection changes; resolves to a function that stops this. */
  readonly onSelectionChanged: (listener: () => void) => Promise<() => void>;
  /** The blank cells of the selection; undefined for a single cell and for more cells than can be looked through. */
  readonly selectedBlanks: () => Promise<Blanks | undefined>;
  /** Writes a table, names cells of it and draws its chart. */
  readonly insertTable: (table: Table, target: Target) => Promise<Outcome>;
  /** The series that the tables show which are kept up to date; without those whose cells or name were deleted. */
  readonly tableSeries: () => Promise<readonly string[]>;
  /**
   * Rewrites the rows of the tables that were inserted with `series`, where the workbook still has them as they were;
   * `rowOf` gives a row's cells. Returns where rows were written and where they could not be, with the reason;
   * `onWritten` is called for each row that was written, with the values that it had before.
   */
  readonly updateTables: (
    rowOf: (series: string) => readonly TableCell[] | undefined,
    onWritten?: (series: string, before: readonly unknown[]) => void,
  ) => Promise<{
    readonly updated: readonly Place[];
    readonly left: readonly { readonly name: string; readonly reason: string }[];
  }>;
  /** The workbook's freeze, which travels in the file. */
  readonly keptFreeze: () => Promise<KeptFreeze>;
  /** The stamp of the freeze, without reading that: cheap. */
  readonly freezeStamp: () => Promise<string>;
  /**
   * Gives the workbook a freeze (undefined: none any more) and adds rows to its log, in one step. Gives the new stamp.
   * Rejects with `ChangedElsewhere`, and writes nothing, where the stamp is not the one expected.
   */
  readonly keepFreeze: (
    text: string | undefined,
    log: readonly LogRow[],
    expected?: string,
  ) => Promise<string>;
  /** Whether the workbook uses the 1904 date system: a date in a cell is then 1,462 less than its number elsewhere. */
  readonly countsFrom1904: () => Promise<boolean>;
  /** Computes all cells again, and starts their streams. */
  readonly recalculate: () => Promise<void>;
  /** Adds rows to the log and changes nothing else. */
  readonly appendLog: (log: readonly LogRow[]) => Promise<void>;
  /** Calls `gone` when the first cell of the place holds something else than now; resolves to a function that stops this. */
  readonly watch: (place: Place, gone: () => void) => Promise<() => void>;
  /** Writes a formula, in English notation, into one cell. */
  readonly insertFormula: (formula: string, target: Target) => Promise<Outcome>;
  /** The cells of all sheets, hidden ones too, that show #SPILL! and whose formula `callOf` recognizes. Writes nothing. */
  readonly blockedCells: (callOf: (formula: string) => BlockedCall | undefined) => Promise<BlockedCells>;
  /** The formulas of all sheets, hidden ones too, that call the add-in; sheets without any are left out. Writes nothing. */
  readonly addinFormulas: (entryOf: EntryOf, course: Course) => Promise<readonly SheetFormulas[]>;
  /** Enters formulas again, and writes nothing else. Protected sheets are passed over. */
  readonly enterAgain: (sheets: readonly SheetFormulas[], course: Course) => Promise<Entered>;
  /** The cells of all sheets that are in use. Writes nothing. */
  readonly contents: () => Promise<Contents>;
  /** For each place the formula whose result fills it, where that fills several cells. */
  readonly spills: (places: readonly Place[]) => Promise<readonly (Spill | undefined)[]>;
  /** Whether Excel computes cells only when it is asked to. */
  readonly isManual: () => Promise<boolean>;
  /** The workbook as a file, with what has not been saved yet; undefined once it is cancelled. */
  readonly file: (course: Course) => Promise<WorkbookFile | undefined>;
  /** What can be done here with a file that the pane has made. */
  readonly fileOutlets: () => FileOutlets;
  /** Opens a file as a workbook of its own, which has no name yet. */
  readonly openFile: (bytes: Uint8Array) => Promise<void>;
  /** Brings a place to the front and selects it. */
  readonly select: (place: Place) => Promise<void>;
  /** Gives the result of the formula at a place the number formats that `formatsOf` finds for its values. */
  readonly formatResult: (place: Place, formatsOf: FormatsOf) => Promise<void>;
  /** Gives the result of the formula at a place, whose first row names its columns, the look of that and a chart. */
  readonly chartResult: (place: Place, chart: Omit<TableChart, "cells">) => Promise<void>;
}

export interface FileOutlets {
  /** Whether it can be opened as a workbook of its own. */
  readonly canOpen: boolean;
  readonly canDownload: boolean;
  /** Whether Excel opens it. The workbench does not know all of Excel's functions. */
  readonly isExcel: boolean;
}

/** What a workbook keeps of a freeze, and a stamp that changes when that does, whoever changes it. */
export interface KeptFreeze {
  /** None when it is live; several after two people have frozen it at once, or files were merged. */
  readonly texts: readonly string[];
  readonly stamp: string;
}

/** Its message is a sentence that says what to do. */
export class WorkbookError extends Error {}

/** Nothing was written: the freeze was changed since it was read, by another author or another pane. */
export class ChangedElsewhere extends WorkbookError {
  constructor() {
    super("The workbook was changed elsewhere in the meantime, and nothing was written: try again.");
  }
}

/** "Model!B2:F13", with the quotes that Excel needs. */
export function addressOf({ sheet, range }: Place): string {
  const isPlain = /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(sheet) && !isCellAddress(sheet);
  return `${isPlain ? sheet : `'${sheet.replace(/'/g, "''")}'`}!${range}`;
}

/** The place that an address with a sheet, as Excel gives it, means. */
export function placeOf(address: string): Place {
  const at = address.lastIndexOf("!");
  const quoted = address.slice(0, Math.max(at, 0));
  const sheet = quoted.startsWith("'") ? quoted.slice(1, -1).replace(/''/g, "'") : quoted;
  return { sheet, range: address.slice(at + 1).replace(/\$/g, "") };
}

const isCellAddress = (text: string) => /^[a-z]{1,3}\d{1,7}$/i.test(text) || /^(r\d*)?(c\d*)?$/i.test(text);

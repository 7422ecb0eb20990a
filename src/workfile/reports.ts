import type { Quote } from "../data/market";

/**
 * What MINING formulas become: the values that they show; formulas with names that stand for LAMBDA functions; formulas
 * that any Excel and LibreOffice know.
 */
export type Grade = "values" | "lambda" | "classic";

/** Where a cell is. */
export interface Address {
  /** The sheet's name, as its tab shows it. */
  readonly sheet: string;
  /** The cell as Excel writes it: "B3". */
  readonly cell: string;
}

/** A cell whose formula calls MINING functions. */
export interface MiningCell extends Address {
  /** As typed, with "=". */
  readonly formula: string;
  /** The MINING functions that it calls, each once, without "MINING.": "HASHPRICE". */
  readonly functions: readonly string[];
  /** What it can become besides a value. */
  readonly grades: readonly Exclude<Grade, "values">[];
  /** Why it cannot become everything: "SIMULATE_CASHFLOW has no native form". */
  readonly why?: string;
  /** Whether the file holds a value for it. A cell without one cannot become a value. */
  readonly hasValue: boolean;
}

/** How a workbook was made portable. */
export interface Conversion {
  readonly grade: Grade;
  /** Of Hashcell: "1.2.0". */
  readonly version: string;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

/** What a workbook holds, before anything is done to it. */
export interface Preflight {
  /** In the file's properties; undefined where it has none. */
  readonly title?: string;
  /** The names of all sheets in order. */
  readonly sheets: readonly string[];
  readonly cells: readonly MiningCell[];
  /** Sentences: where MINING formulas stand that are not converted, protected sheets, a signature. */
  readonly warnings: readonly string[];
  /** Which Excel each grade will need. */
  readonly needs: Readonly<Record<Grade, string>>;
  readonly signed: boolean;
  readonly macros: boolean;
  /** Set when the workbook is already portable. It must be restored before it can be converted again. */
  readonly converted?: Conversion;
}

/** A copy that holds some of a workbook's sheets. */
export interface ClientCopy {
  readonly file: Uint8Array;
  /** Cells that referred to a sheet that was left out, with the formula that they had: now values. */
  readonly values: readonly (Address & { readonly was: string })[];
  readonly warnings: readonly string[];
}

/** What the cover sheet says of the market. */
export interface MarketNote {
  /** "embedded", "live" or "frozen". */
  readonly state: string;
  readonly quotes: readonly Pick<Quote, "series" | "value" | "asOf" | "source">[];
}

export interface PortableOptions extends Conversion {
  readonly market: MarketNote;
}

export interface ConvertedCell extends Address {
  /** The formula that it had, as typed, with "=". */
  readonly was: string;
  /** "unchanged" where it could only have become a value, and the file holds none. */
  readonly became: "formula" | "value" | "unchanged";
  /** The formula as typed with "=", or the value as text. */
  readonly now: string;
  /** Why it did not become what was asked for. */
  readonly why?: string;
}

/** A formula outside the cells that was converted. */
export interface ConvertedFormula {
  /** In words: "the name PRICE", "the formula of Fleet[Hashprice]". */
  readonly place: string;
  /** As typed, with "=". */
  readonly was: string;
  readonly now: string;
}

export interface Converted {
  readonly file: Uint8Array;
  readonly cells: readonly ConvertedCell[];
  /** Those of names and of tables' columns. */
  readonly formulas: readonly ConvertedFormula[];
  /** The names that were added to the workbook. */
  readonly names: readonly string[];
  /** Names that were taken, with the names used in their place. */
  readonly renamed: readonly { readonly name: string; readonly as: string }[];
  /** The name of the sheet that says what was converted. */
  readonly coverSheet: string;
  /** Which Excel the file needs. */
  readonly needs: string;
  /** Whether something in the file still calls MINING functions: a cell, a name, a rule or a table's column. */
  readonly needsAddin: boolean;
  readonly warnings: readonly string[];
}

/** A cell that did not get its formula back. */
export interface LeftCell extends Address {
  /** The formula that it had, as typed, with "=". */
  readonly was: string;
  readonly why: string;
}

export interface Restored extends Conversion {
  readonly file: Uint8Array;
  /** The cells that have their formulas again. */
  readonly cells: readonly Address[];
  /** Those that were changed since, and stay as they are. */
  readonly left: readonly LeftCell[];
  readonly warnings: readonly string[];
}

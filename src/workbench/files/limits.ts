import { EXCEL_SHEET } from "../host/addresses";

/**
 * What the grid holds: with more, the page would hang for a minute or forever. Measured on two busy cores:
 * 100,000 cells take it 1.5 to 4 s, 100,000 rows or 250 sheets 1 s, whatever they hold.
 */
export const limits = {
  rows: 200_000,
  columns: EXCEL_SHEET.numberOfCols,
  /** Rows times columns of a sheet. */
  area: 20_000_000,
  /** Cells with a value or a formula, in all sheets. */
  cells: 500_000,
  /** Cells with formatting, in all sheets. Cells beyond are shown plain. */
  styledCells: 500_000,
  sheets: 250,
  /** Cells under merged ones, in all sheets. */
  mergedCells: 500_000,
  /** Rules of conditional formats, and of data validation, in all sheets. */
  rules: 1_000,
  validations: 5_000,
  /** Ranges of these, those of a list of rules for each of its rules. */
  ruledRanges: 200_000,
  names: 5_000,
  figures: 500,
  /** Of each kind, in Excel as here. */
  styles: 65_490,
  numberFormats: 5_000,
  sharedTexts: 1_000_000,
  /** Characters in the parts that are left to the import of the spreadsheet. */
  imported: 20_000_000,
  /** Squares of the operations of formulas that have many: to read one takes as long. */
  longFormulas: 10_000_000,
  /** Excel's own. */
  formula: 8_192,
  text: 32_767,
} as const;

export const counted = (count: number) => count.toLocaleString("en-US");

/** A file that cannot be opened, in words for the user. */
export class FileMistake extends Error {}

export const tooLarge = (what: string) =>
  new FileMistake(`This workbook is too large for the workbench: ${what}.`);

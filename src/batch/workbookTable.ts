import { modelTableOf } from "../core/cashflow/sites";
import { CellError, InputError, type Cell } from "../core/errors";
import type { MarketReader } from "../data/market";
import { areaText, sheetPrefix } from "../workfile/addresses";
import type { Compression } from "../workfile/compression";
import { readBook } from "../workfile/evaluate/book";
import { Evaluation } from "../workfile/evaluate/evaluation";
import { library } from "../workfile/evaluate/functions/library";
import type { GridSheet } from "../workfile/evaluate/grid";
import { miningFunctions } from "../workfile/evaluate/mining";
import { areaAt } from "../workfile/evaluate/references";
import { ErrorValue, type Scalar } from "../workfile/evaluate/scalar";
import { Area } from "../workfile/evaluate/values";
import { FileError } from "../workfile/fileError";
import { miningCells, siteTables } from "../workfile/miningCells";
import { recalculate } from "../workfile/recalculate";
import { openWorkbook } from "../workfile/workbook";
import type { PlainCell } from "./plan";
import { isAssumption, type SiteRow } from "./siteRow";

// Tables in a workbook: that of the sites, as PORTFOLIO reads it, and that of the scenarios.

/** A workbook, calculated with a market. */
export interface CalculatedBook {
  readonly evaluation: Evaluation;
  /** The sheets in which a cell could not be calculated and keeps what was saved. */
  readonly left: ReadonlySet<string>;
}

/** Reads a workbook and calculates what depends on the add-in's functions. Throws a FileError. */
export function calculatedBook(
  bytes: Uint8Array,
  market: MarketReader | undefined,
  compression: Compression,
): CalculatedBook {
  const { file, left } = recalculate(bytes, { market, set: [] }, compression);
  const book = readBook(openWorkbook(file, compression));
  const evaluation = new Evaluation(book, { excel: library, mining: miningFunctions(market) });
  return { evaluation, left: new Set(left.map(({ sheet }) => sheet)) };
}

/** The sites of a table, and where it is. */
export interface SiteTable {
  readonly sites: readonly SiteRow[];
  readonly at: string;
}

/** Reads the table of models that is named, or the only one that there is. Throws a FileError. */
export function siteTable({ evaluation }: CalculatedBook, named: string | undefined): SiteTable {
  const area = named === undefined ? onlyTable(evaluation) : areaNamed(evaluation, named);
  const at = textOf(area);
  let table;
  try {
    table = modelTableOf(cellsIn(area));
  } catch (error) {
    if (error instanceof InputError) throw new FileError(`the table ${at}: ${error.message}`);
    if (error instanceof CellError) throw new FileError(`the table ${at}: a cell shows ${error.code}`);
    throw error;
  }
  const { names, settingsAt } = table;
  const sites = names.map((name, index): SiteRow => {
    try {
      return { name, settings: settingsAt(index) };
    } catch (error) {
      if (error instanceof InputError) return { name, problem: error.message };
      if (error instanceof CellError) return { name, problem: `a cell of ${name} shows ${error.code}` };
      throw error;
    }
  });
  return { sites, at };
}

/** The cells of a table of scenarios. Throws a FileError. */
export function scenarioCells({ evaluation }: CalculatedBook, named: string | undefined): PlainCell[][] {
  const [first] = evaluation.book.sheets;
  if (first === undefined) throw new FileError("the workbook has no sheets");
  const area = named === undefined ? wholeOf(first) : areaNamed(evaluation, named);
  return cellsIn(area).map((row) =>
    row.map((cell) => {
      if (cell instanceof CellError)
        throw new FileError(`the table of scenarios ${textOf(area)}: a cell shows ${cell.code}`);
      return cell;
    }),
  );
}

const textOf = (area: Area) => sheetPrefix(area.sheet.name) + areaText(area);

const wholeOf = (sheet: GridSheet) =>
  new Area(sheet, 1, 1, Math.max(sheet.lastRow, 1), Math.max(sheet.lastColumn, 1));

function cellsIn({ sheet, top, left, bottom, right }: Area): Cell[][] {
  const [lastRow, lastColumn] = [Math.min(bottom, sheet.lastRow), Math.min(right, sheet.lastColumn)];
  const rows: Cell[][] = [];
  for (let row = top; row <= lastRow; row++) {
    const cells: Cell[] = [];
    for (let column = left; column <= lastColumn; column++) cells.push(cellOf(sheet.value(row, column)));
    rows.push(cells);
  }
  return rows;
}

const cellOf = (value: Scalar): Cell =>
  value instanceof ErrorValue ? new CellError(value.code, value.text) : value;

/** What PORTFOLIO and its kin read; where nothing calls them, the sheet that looks like such a table. */
function onlyTable(evaluation: Evaluation): Area {
  const called = siteTables(evaluation, miningCells(evaluation));
  const found = called.length > 0 ? called : evaluation.book.sheets.filter(looksLikeTable).map(wholeOf);
  const [table] = found;
  if (table === undefined)
    throw new FileError(
      "there is no table of models: names of the sites in the first row, of assumptions in the first column; say with --table where it is",
    );
  if (found.length > 1)
    throw new FileError(
      `there is more than one table of models: say with --table which one, as --table "${textOf(table)}" (${found.map(textOf).join(", ")})`,
    );
  return table;
}

/** Fewer assumptions are no model. */
const LEAST_ASSUMPTIONS = 4;

function looksLikeTable(sheet: GridSheet): boolean {
  const corner = sheet.value(1, 1);
  const isCorner = corner === null || (typeof corner === "string" && /^\s*(?:assumption)?\s*$/i.test(corner));
  if (!isCorner || sheet.value(1, 2) === null) return false;
  let known = 0;
  for (let row = 2; row <= sheet.lastRow && known < LEAST_ASSUMPTIONS; row++) {
    const name = sheet.value(row, 1);
    if (typeof name === "string" && isAssumption(name)) known += 1;
  }
  return known >= LEAST_ASSUMPTIONS;
}

/** A sheet, a table, a name or a range. */
function areaNamed(evaluation: Evaluation, text: string): Area {
  const { sheets, tables } = evaluation.book;
  const plain = text.trim().toLowerCase();
  const sheet = sheets.find(({ name }) => name.toLowerCase() === plain);
  if (sheet !== undefined) return wholeOf(sheet);
  const table = tables.get(text.trim().toUpperCase());
  if (table !== undefined) return table.area;
  const [home] = sheets;
  if (home === undefined) throw new FileError("the workbook has no sheets");
  const place = { sheet: home, row: 1, column: 1 };
  const { areas, isDynamic } = evaluation.precedentsIn(text, place);
  const [first] = areas;
  if (first === undefined || areas.length > 1 || isDynamic)
    throw new FileError(
      `"${text}" is neither a sheet nor a table, a name or a range of the workbook, as Sites!A1:F30; its sheets are ${sheets.map(({ name }) => name).join(", ")}`,
    );
  return areaAt(first, place);
}

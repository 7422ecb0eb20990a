import type { MarketReader } from "../../data/market";
import type { Contents, Place, SheetContents, Spill } from "../../workbook/workbook";
import { zoneOf } from "../../workbook/zones";
import { Evaluation, type BookName } from "../../workfile/evaluate/evaluation";
import type { FormulaCell } from "../../workfile/evaluate/grid";
import { library } from "../../workfile/evaluate/functions/library";
import { GridSheet } from "../../workfile/evaluate/grid";
import { miningFunctions } from "../../workfile/evaluate/mining";
import { areaAt, type Place as CellPlace } from "../../workfile/evaluate/references";
import type { Table } from "../../workfile/evaluate/tables";
import { errorOf, type Scalar } from "../../workfile/evaluate/scalar";
import { Area } from "../../workfile/evaluate/values";
import { explain } from "../../workfile/explain/explain";
import type { Explanation } from "../../workfile/explain/explanation";
import { cellName } from "../../workfile/explain/values";

// What the open workbook holds, as the book that cells are explained from. Loaded with the script that few visits need.

/** Cells whose result another formula may have filled, of which Excel is asked; more would take long. */
const MOST_ASKED = 200;

/** Characters that fit into a line of a pane of the usual width. */
const LINE = 36;

/** The open workbook as it was when it was read. */
export interface Explainer {
  /** The cells that a formula of another cell may fill, which only Excel knows. */
  readonly doubtful: (place: Place) => readonly Place[];
  /** Takes what Excel says of these. */
  readonly fill: (spills: readonly (Spill | undefined)[]) => void;
  /** Undefined where the sheet is not there. */
  readonly explain: (place: Place, hasNative: boolean) => Explanation | undefined;
}

interface Options {
  readonly market: MarketReader;
  readonly isDate1904: boolean;
}

export function explainer(contents: Contents, { market, isDate1904 }: Options): Explainer {
  const sheets = contents.sheets.map(({ name }, index) => new GridSheet(name, index));
  for (const [index, content] of contents.sheets.entries()) fillSheet(sheets[index], content);
  const sheetNamed = (name: string) => sheets.find((sheet) => sheet.name === name);
  const names: BookName[] = contents.names.map(({ name, sheet, formula }) => ({
    name,
    sheet: sheet === undefined ? undefined : contents.sheets.findIndex((content) => content.name === sheet),
    text: formula.replace(/^=/, ""),
  }));
  const evaluation = new Evaluation(
    { sheets, names, tables: tablesOf(contents, sheetNamed), isDate1904 },
    { excel: library, mining: miningFunctions(market) },
  );
  const hidden = new Set(contents.sheets.flatMap(({ name, isHidden }) => (isHidden ? [name] : [])));
  const cellAt = ({ sheet, range }: Place): CellPlace | undefined => {
    const found = sheetNamed(sheet);
    const zone = zoneOf(range);
    return found === undefined || zone === undefined
      ? undefined
      : { sheet: found, row: zone.top + 1, column: zone.left + 1 };
  };
  return {
    doubtful: (place) => {
      const cell = cellAt(place);
      return cell === undefined ? [] : doubtfulCells(evaluation, cell).map(placeOfCell);
    },
    fill: (spills) => {
      for (const spill of spills) if (spill !== undefined) fillSpill(spill, sheetNamed(spill.anchor.sheet));
    },
    explain: (place, hasNative) => {
      const cell = cellAt(place);
      return (
        cell &&
        explain(evaluation, cell, {
          formWidth: hasNative ? LINE : undefined,
          isHidden: hidden.has(place.sheet),
        })
      );
    },
  };
}

const placeOfCell = (place: CellPlace): Place => ({ sheet: place.sheet.name, range: cellName(place).cell });

function fillSheet(
  sheet: GridSheet | undefined,
  { row: top, column: left, formulas, values }: SheetContents,
) {
  if (sheet === undefined) return;
  for (const [r, line] of values.entries())
    for (const [c, raw] of line.entries()) {
      const [row, column] = [top + r + 1, left + c + 1];
      const value = scalarOf(raw);
      const text: unknown = formulas[r]?.[c];
      if (value !== null) sheet.set(row, column, value);
      if (typeof text !== "string" || !text.startsWith("=") || text.length === 1) continue;
      const formula: FormulaCell = {
        sheet,
        row,
        column,
        formula: { text: text.slice(1), row, column },
        kind: "spill",
        bottom: row,
        right: column,
        state: "done",
        saved: value,
        hasValue: value !== null,
      };
      sheet.formulas.push(formula);
      sheet.setFormula(row, column, formula);
    }
}

const ERROR =
  /^#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|SPILL!|CALC!|BUSY!|GETTING_DATA|FIELD!|CONNECT!|BLOCKED!|UNKNOWN!)$/;

function scalarOf(raw: unknown): Scalar {
  if (typeof raw === "number" || typeof raw === "boolean") return raw;
  if (typeof raw !== "string" || raw === "") return null;
  return ERROR.test(raw) ? errorOf(raw) : raw;
}

function tablesOf(
  { tables }: Contents,
  sheetNamed: (name: string) => GridSheet | undefined,
): ReadonlyMap<string, Table> {
  const found = new Map<string, Table>();
  for (const { name, place, hasHeader, hasTotal, columns } of tables) {
    const [sheet, zone] = [sheetNamed(place.sheet), zoneOf(place.range)];
    if (sheet === undefined || zone === undefined) continue;
    found.set(name.toUpperCase(), {
      name,
      area: new Area(sheet, zone.top + 1, zone.left + 1, zone.bottom + 1, zone.right + 1),
      headerRows: hasHeader ? 1 : 0,
      totalRows: hasTotal ? 1 : 0,
      columns: columns.map((column) => column.toUpperCase()),
    });
  }
  return found;
}

/** The cell itself and those that its formula refers to, without blank ones. */
function doubtfulCells(evaluation: Evaluation, cell: CellPlace): CellPlace[] {
  const found: CellPlace[] = cell.sheet.value(cell.row, cell.column) === null ? [] : [cell];
  const formula = cell.sheet.formulaAt(cell.row, cell.column);
  if (formula === undefined) return found;
  for (const relative of evaluation.precedentsOf(formula).areas) {
    const { sheet, top, left, bottom, right } = areaAt(relative, formula);
    for (let row = top; row <= Math.min(bottom, sheet.lastRow); row++)
      for (let column = left; column <= Math.min(right, sheet.lastColumn); column++) {
        if (found.length >= MOST_ASKED) return found;
        if (sheet.value(row, column) !== null) found.push({ sheet, row, column });
      }
  }
  return found;
}

/** Says of the cells that a formula fills that they are its. */
function fillSpill({ anchor, place }: Spill, sheet: GridSheet | undefined): void {
  const [start, zone] = [zoneOf(anchor.range), zoneOf(place.range)];
  if (sheet === undefined || start === undefined || zone === undefined) return;
  const formula = sheet.formulaAt(start.top + 1, start.left + 1);
  if (formula === undefined || formula.bottom > formula.row || formula.right > formula.column) return;
  [formula.bottom, formula.right] = [zone.bottom + 1, zone.right + 1];
  for (let row = zone.top + 1; row <= zone.bottom + 1; row++)
    for (let column = zone.left + 1; column <= zone.right + 1; column++) {
      const other = sheet.formulaAt(row, column);
      // Excel may give the formula for all the cells that it fills.
      if (other !== undefined && other !== formula) sheet.formulas.splice(sheet.formulas.indexOf(other), 1);
      sheet.setFormula(row, column, formula);
    }
}

import { isPeriod, unitOf, unitTokens } from "../core/units";
import type { GridSheet } from "./evaluate/grid";
import type { Place } from "./evaluate/references";
import { remembered } from "./remembered";

// What a sheet writes beside its cells: the name to the left, the heading above, the unit.

/** What stands beside a cell. A text that is not there is "". */
export interface Label {
  /** The nearest text to its left that is no unit. */
  readonly name: string;
  /** Whether other values stand between the name and the cell, as in a table. */
  readonly isFar: boolean;
  /** The text above its column. */
  readonly heading: string;
  /** The unit: right of the cell, left of it, in a column of units, or in brackets in one of the texts. */
  readonly unit: string;
}

/** A text in a row. */
interface RowText {
  readonly column: number;
  readonly text: string;
  /** The last column that it may name a cell in: from there on the row is blank, or something else begins. */
  readonly end: number;
  /** The first column to its right that holds another value than a text. */
  readonly value: number;
}

/** Blank cells between a value and its name. */
const MOST_BLANK = 2;
/** Where columns of units say so: near the top and the left. */
const [MOST_COLUMNS, MOST_HEADING_ROWS] = [40, 200];
/** Longer texts are notes. */
const [LONGEST, LONGEST_UNIT] = [90, 30];

const BRACKETS = /[([]([^()[\]]*)[)\]]/g;
const UNIT_HEADING = /^units?$/i;

/** The labels of a workbook's sheets, each read once. */
export class Labels {
  private readonly sheets = new Map<GridSheet, SheetLabels>();

  of({ sheet, row, column }: Place): Label {
    let labels = this.sheets.get(sheet);
    if (labels === undefined) this.sheets.set(sheet, (labels = new SheetLabels(sheet)));
    return labels.of(row, column);
  }
}

export class SheetLabels {
  private readonly rows = new Map<number, readonly RowText[]>();
  private readonly headings = new Map<number, readonly (readonly [row: number, text: string])[]>();
  /** Columns that are headed as those of units, with the first row that says so. */
  private units: ReadonlyMap<number, number> | undefined;

  constructor(private readonly sheet: GridSheet) {}

  of(row: number, column: number): Label {
    const left = this.textsOf(row).filter((text) => text.column < column && column <= text.end);
    // "Days, days, 31": the nearest is the unit, the one before it the name.
    const ofUnit = left.find(({ text }) => isUnit(text));
    const [nearest, second] = left.filter((text) => text !== ofUnit && !this.isAmongUnits(row, text.column));
    const name = nearest?.text ?? "";
    const isFar = nearest !== undefined && nearest.value < column;
    const heading = this.headingOf(row, column);
    const said = isFar ? [heading, name] : [name, heading];
    const isName = (text: RowText) => name === "" && text.column < column && mayBeName(text.text);
    const beside = this.textsOf(row).filter((text) => Math.abs(text.column - column) === 1 && !isName(text));
    const unit =
      (left.length === 0 ? undefined : beside.find(({ text }) => isUnit(text))?.text) ??
      bracketUnit([...said, isBeside(second, nearest, column) ? second.text : ""]) ??
      [...beside, ...left].find((text) => this.isUnitInColumn(row, text))?.text ??
      (ofUnit !== undefined && ofUnit === left[0] && !isName(ofUnit) ? ofUnit.text : undefined);
    return { name, isFar, heading, unit: unit ?? "" };
  }

  /** Whether a place is below the heading of a column of units. */
  private isAmongUnits(row: number, column: number): boolean {
    return (this.unitColumns().get(column) ?? row) < row;
  }

  private isUnitInColumn(row: number, { column, text }: RowText): boolean {
    return text.length <= LONGEST_UNIT && this.isAmongUnits(row, column);
  }

  /** The texts of a row, the last first. */
  private textsOf(row: number): readonly RowText[] {
    const known = this.rows.get(row);
    if (known !== undefined) return known;
    const found: RowText[] = [];
    let [next, end, value] = [Infinity, 0, Infinity];
    for (const column of [...this.sheet.columnsAt(row)].reverse()) {
      const held = this.sheet.value(row, column);
      if (held === null) continue;
      if (next - column - 1 > MOST_BLANK) end = column + MOST_BLANK + 1;
      const text = textAt(this.sheet, row, column);
      if (text !== "") found.push({ column, text, end, value });
      else if (typeof held !== "string" || held.trim() === "") value = column;
      next = column;
    }
    this.rows.set(row, found);
    return found;
  }

  /** The nearest text above a cell, with one blank cell between at most: "Revenue" where "USD" stands below it. */
  headingOf(row: number, column: number): string {
    let headings = this.headings.get(column);
    if (headings === undefined) this.headings.set(column, (headings = headingsIn(this.sheet, column)));
    let [low, high] = [0, headings.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((headings[middle]?.[0] ?? 0) < row) low = middle + 1;
      else high = middle;
    }
    return headings[low - 1]?.[1] ?? "";
  }

  private unitColumns(): ReadonlyMap<number, number> {
    if (this.units !== undefined) return this.units;
    const columns = new Map<number, number>();
    for (let column = 1; column <= Math.min(this.sheet.lastColumn, MOST_COLUMNS); column++)
      for (let row = 1; row <= Math.min(this.sheet.lastRow, MOST_HEADING_ROWS); row++)
        if (UNIT_HEADING.test(textAt(this.sheet, row, column))) {
          columns.set(column, row);
          break;
        }
    this.units = columns;
    return columns;
  }
}

/** A short text in a cell, typed or computed. */
export function textAt(sheet: GridSheet, row: number, column: number): string {
  const value = sheet.value(row, column);
  if (typeof value !== "string") return "";
  const text = value.trim();
  return text.length > LONGEST ? "" : text;
}

/** Where a column has another heading than above, with its text: "" from the second blank cell on. */
function headingsIn(sheet: GridSheet, column: number): [number, string][] {
  const found: [number, string][] = [];
  let [heading, above, blanks] = ["", "", 0];
  for (let row = 1; row <= sheet.lastRow; row++) {
    const text = textAt(sheet, row, column);
    if (heading !== "" && sheet.value(row, column) === null && isCorner(sheet, row, column))
      found.push([row, (heading = "")]);
    const isUnitBelow = above !== "" && isUnit(text) && !isPeriod(text);
    above = text;
    blanks = sheet.value(row, column) === null ? blanks + 1 : 0;
    if (text === "" ? blanks < 2 : isUnitBelow) continue;
    if (text !== heading) found.push([row, (heading = text)]);
  }
  return found;
}

/** Whether a text is the one before a name, without a value between it and the cell: "Price (USD), spot, 50". */
const isBeside = (text: RowText | undefined, name: RowText | undefined, column: number): text is RowText =>
  text !== undefined && name !== undefined && name.column - text.column === 1 && text.value >= column;

/** Whether a unit that stands for itself may be what the number is called: the price of "BTC", the total of a "Year". */
const mayBeName = (text: string) => isPeriod(text) || COIN.test(text.trim());
const COIN = /^(?:btc|bitcoins?)$/i;

/** Whether a blank cell begins a row of headings right below a title: a title is not the heading of its first column. */
const isCorner = (sheet: GridSheet, row: number, column: number) =>
  sheet.value(row, column + 1) !== null && sheet.value(row - 1, column + 1) === null;

/** Whether a text is a unit and nothing else. */
export const isUnit = remembered((text) => {
  const { tokens, rest } = unitTokens(text);
  return tokens.length > 0 && rest.trim() === "";
});

/** The first unit in the brackets of texts: "Efficiency (J/TH, at the wall)". */
export function bracketUnit(texts: readonly string[]): string | undefined {
  for (const text of texts)
    for (const [, inside = ""] of text.matchAll(BRACKETS)) {
      const [first = ""] = inside.split(/[,;]/);
      if (startsWithUnit(first)) return first.trim();
    }
  return undefined;
}

const startsWithUnit = remembered((text) => unitOf(text) !== undefined);

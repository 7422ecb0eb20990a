import { unitOf, unitTokens } from "../../core/units";
import type { GridSheet } from "../evaluate/grid";
import type { Place } from "../evaluate/references";
import { remembered } from "./remembered";

// What a sheet writes beside its cells: the text to the left, the heading above, the unit.

/** What stands beside a cell. A text that is not there is "". */
export interface Label {
  /** The texts to its left, the nearest first. */
  readonly row: readonly string[];
  /** The nearest text above it. */
  readonly column: string;
  /** The unit: in brackets in one of the texts, in a column of units, or right of the cell. */
  readonly unit: string;
}

/** Columns that are looked at for labels: a wider sheet has its labels within them. */
const MOST_COLUMNS = 40;
/** A column of units says so near its top. */
const MOST_HEADING_ROWS = 200;
const LONGEST = 90;
const LONGEST_UNIT = 30;

const BRACKETS = /[([]([^()[\]]*)[)\]]/g;
const UNIT_HEADING = /^units?$/i;

/** The texts of a workbook's sheets, each sheet read once. */
export class Labels {
  private readonly rows = new Map<GridSheet, Map<number, readonly (readonly [number, string])[]>>();
  private readonly units = new Map<GridSheet, Map<number, number>>();
  private readonly headings = new Map<GridSheet, Map<number, readonly (readonly [number, string])[]>>();

  of({ sheet, row, column }: Place): Label {
    const texts = this.textsOf(sheet, row);
    const left: string[] = [];
    for (const [at, text] of texts) if (at < column) left.unshift(text);
    const heading = this.headingOf(sheet, row, column);
    return { row: left, column: heading, unit: this.unitBeside(sheet, row, column, left, heading) };
  }

  private textsOf(sheet: GridSheet, row: number): readonly (readonly [number, string])[] {
    let rows = this.rows.get(sheet);
    if (rows === undefined)
      this.rows.set(sheet, (rows = new Map<number, readonly (readonly [number, string])[]>()));
    let texts = rows.get(row);
    if (texts === undefined) {
      const found: [number, string][] = [];
      for (let column = 1; column <= Math.min(sheet.lastColumn, MOST_COLUMNS); column++) {
        const text = textAt(sheet, row, column);
        if (text !== "") found.push([column, text]);
      }
      rows.set(row, (texts = found));
    }
    return texts;
  }

  /** The text above a cell, with no blank cell between; in a column of texts, the first of them. */
  private headingOf(sheet: GridSheet, row: number, column: number): string {
    let columns = this.headings.get(sheet);
    if (columns === undefined)
      this.headings.set(sheet, (columns = new Map<number, readonly (readonly [number, string])[]>()));
    let headings = columns.get(column);
    if (headings === undefined) columns.set(column, (headings = headingsIn(sheet, column)));
    let [low, high] = [0, headings.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((headings[middle]?.[0] ?? 0) < row) low = middle + 1;
      else high = middle;
    }
    return headings[low - 1]?.[1] ?? "";
  }

  private unitBeside(
    sheet: GridSheet,
    row: number,
    column: number,
    left: readonly string[],
    heading: string,
  ): string {
    const [nearest = ""] = left;
    if (nearest !== "") {
      const units = this.unitColumns(sheet);
      for (const [at, text] of this.textsOf(sheet, row)) {
        if (at === column || text.length > LONGEST_UNIT) continue;
        const from = units.get(at);
        const isBeside = at === column + 1 || at === column - 1;
        if (from !== undefined && from < row && (isBeside || at < column)) return text;
        if (isBeside && isUnit(text)) return text;
      }
      if (isUnit(nearest)) return nearest;
    }
    for (const text of [heading, ...left.slice(0, 2)])
      for (const [, inside = ""] of text.matchAll(BRACKETS)) if (startsWithUnit(inside)) return inside;
    return "";
  }

  /** Columns that are headed as those of units, with the first row that says so. */
  private unitColumns(sheet: GridSheet): ReadonlyMap<number, number> {
    let columns = this.units.get(sheet);
    if (columns !== undefined) return columns;
    columns = new Map();
    this.units.set(sheet, columns);
    for (let column = 1; column <= Math.min(sheet.lastColumn, MOST_COLUMNS); column++)
      for (let row = 1; row <= Math.min(sheet.lastRow, MOST_HEADING_ROWS); row++)
        if (UNIT_HEADING.test(textAt(sheet, row, column))) {
          columns.set(column, row);
          break;
        }
    return columns;
  }
}

/** A short text that was typed into a cell, not computed. */
export function textAt(sheet: GridSheet, row: number, column: number): string {
  const value = sheet.value(row, column);
  if (typeof value !== "string" || sheet.formulaAt(row, column) !== undefined) return "";
  const text = value.trim();
  return text.length > LONGEST ? "" : text;
}

/** Where a column has another heading than above, with its text: "" from a blank cell on. */
function headingsIn(sheet: GridSheet, column: number): [number, string][] {
  const found: [number, string][] = [];
  let heading = "";
  let wasText = false;
  for (let row = 1; row <= sheet.lastRow; row++) {
    const value = sheet.value(row, column);
    const text = textAt(sheet, row, column);
    const next: string = value === null ? "" : text === "" || wasText ? heading : text;
    wasText = text !== "" && (wasText || next === text);
    if (next !== heading) found.push([row, (heading = next)]);
  }
  return found;
}

/** Whether a text is a unit and nothing else. */
export const isUnit = remembered((text) => {
  const { tokens, rest } = unitTokens(text);
  return tokens.length > 0 && rest.trim() === "";
});

const startsWithUnit = remembered((text) => unitOf(text) !== undefined);

import { unitTokens } from "../../core/units";
import type { GridSheet } from "../evaluate/grid";
import type { Area } from "../evaluate/values";
import type { Label } from "./explanation";

// What the texts beside a cell call it: people write names to the left of a value or above a column, units in brackets
// behind the name or in a column of their own.

/** How far a name may be. */
const [MOST_LEFT, MOST_UP] = [20, 2000];
/** Blank cells between a value and its name. */
const MOST_BLANK = 2;

const brackets = /[([]([^()[\]]*)[)\]]/g;

/** Whether a text is a unit and nothing else. */
function isUnit(text: string): boolean {
  const { tokens, rest } = unitTokens(text);
  return tokens.length > 0 && rest.trim() === "";
}

/** The unit in the brackets of a name: "Efficiency (J/TH)". */
function unitIn(name: string): string | undefined {
  for (const [, inside = ""] of name.matchAll(brackets)) {
    const [first = ""] = inside.split(/[,;]/);
    if (unitTokens(first).tokens.length > 0) return first.trim();
  }
  return undefined;
}

const textAt = (sheet: GridSheet, row: number, column: number): string | undefined => {
  const value = sheet.value(row, column);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
};

interface Found {
  readonly text: string;
  /** Whether other values stand between. */
  readonly isFar: boolean;
  readonly unit: string | undefined;
}

function toTheLeft(sheet: GridSheet, row: number, column: number): Found | undefined {
  let blanks = 0;
  let isFar = false;
  let unit: string | undefined;
  for (let at = column - 1; at >= Math.max(1, column - MOST_LEFT); at--) {
    const text = textAt(sheet, row, at);
    if (text === undefined) {
      if (sheet.value(row, at) === null) {
        if (++blanks > MOST_BLANK) return undefined;
      } else isFar = true;
      continue;
    }
    if (unit === undefined && isUnitAt(sheet, row, at, text)) unit = text;
    else return { text: cut(text), isFar, unit };
  }
  return undefined;
}

function above(sheet: GridSheet, row: number, column: number): string | undefined {
  let blanks = 0;
  for (let at = row - 1; at >= Math.max(1, row - MOST_UP); at--) {
    const text = textAt(sheet, at, column);
    if (text !== undefined) return cut(text);
    if (sheet.value(at, column) !== null) blanks = 0;
    else if (++blanks > 1) return undefined;
  }
  return undefined;
}

/** Heads that say nothing of a single value. */
const GENERAL = /^(?:values?|inputs?|amounts?|assumptions?|your values?)$/i;
const UNITS = /^units?$/i;

/** Whether a text is a unit, by itself or by the head of its column. */
function isUnitAt(sheet: GridSheet, row: number, column: number, text: string): boolean {
  return isUnit(text) || UNITS.test(headOf(sheet, row, column) ?? "");
}

/** The first text of a column above a place, beyond all others. */
function headOf(sheet: GridSheet, row: number, column: number): string | undefined {
  let head: string | undefined;
  let blanks = 0;
  for (let at = row - 1; at >= Math.max(1, row - MOST_UP) && blanks < 2; at--) {
    const text = textAt(sheet, at, column);
    if (text === undefined) blanks += 1;
    else [head, blanks] = [text, 0];
    if (text !== undefined && UNITS.test(text)) return text;
  }
  return head;
}

/** The unit in the cell to the right. */
function unitBeside(sheet: GridSheet, row: number, column: number): string | undefined {
  const text = textAt(sheet, row, column + 1);
  return text !== undefined && isUnitAt(sheet, row, column + 1, text) ? text : undefined;
}

/** The unit in the head of a column of a table: a text in the row of heads stands to its left. */
function unitAbove(sheet: GridSheet, row: number, column: number): string | undefined {
  let blanks = 0;
  for (let at = row - 1; at >= Math.max(1, row - MOST_UP); at--) {
    const text = textAt(sheet, at, column);
    if (text !== undefined) return textAt(sheet, at, column - 1) === undefined ? undefined : unitIn(text);
    if (sheet.value(at, column) !== null) blanks = 0;
    else if (++blanks > 1) return undefined;
  }
  return undefined;
}

/** Longer texts are notes. */
const LONGEST = 60;
const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text);

/** The name of a cell, and its unit; undefined where no text is near. */
export function labelOf(sheet: GridSheet, row: number, column: number): Label | undefined {
  const left = toTheLeft(sheet, row, column);
  if (left !== undefined && !left.isFar) {
    const unit =
      unitIn(left.text) ?? unitBeside(sheet, row, column) ?? left.unit ?? unitAbove(sheet, row, column);
    return unit === undefined ? { text: left.text } : { text: left.text, unit };
  }
  const head = above(sheet, row, column);
  const name = head === undefined || GENERAL.test(head) ? undefined : head;
  const text = [left?.text, name].filter((part) => part !== undefined).join(", ");
  if (text === "") return undefined;
  const unit = (name === undefined ? undefined : unitIn(name)) ?? left?.unit;
  return unit === undefined ? { text } : { text, unit };
}

/** The name of a range: what stands above a column, or left of a row; a table of several columns has none. */
export function labelOfRange({ sheet, top, left, rows, columns }: Area): Label | undefined {
  if (rows === 1) return labelOf(sheet, top, left);
  if (columns > 1) return undefined;
  const text = textAt(sheet, top, left) ?? above(sheet, top, left);
  if (text === undefined) return undefined;
  const unit = unitIn(text);
  return unit === undefined ? { text: cut(text) } : { text: cut(text), unit };
}

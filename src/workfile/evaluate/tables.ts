import { greatest, least } from "../../core/numeric/extremes";
import { attributeOf, elementsOf, tagsOf, type Xml } from "../xml";
import { parsedRange } from "../cells";
import type { GridSheet } from "./grid";
import type { Place, RelativeArea } from "./references";
import { REFERENCE_ERROR, VALUE_ERROR, type ErrorValue } from "./scalar";
import { Area, NotComputed } from "./values";

/** A table of a workbook, which formulas name with its columns. */
export interface Table {
  readonly name: string;
  readonly area: Area;
  readonly headerRows: number;
  readonly totalRows: number;
  /** Their headings in capitals. */
  readonly columns: readonly string[];
}

export function tableIn(xml: Xml, sheet: GridSheet): Table | undefined {
  const [tag] = tagsOf(xml);
  if (tag === undefined) return undefined;
  const range = parsedRange(attributeOf(xml, tag, "ref") ?? "");
  if (range === undefined) return undefined;
  const { start, end } = range;
  return {
    name: attributeOf(xml, tag, "displayName") ?? attributeOf(xml, tag, "name") ?? "",
    area: new Area(sheet, start.row, start.column, end.row, end.column),
    headerRows: Number(attributeOf(xml, tag, "headerRowCount") ?? 1),
    totalRows: Number(attributeOf(xml, tag, "totalsRowCount") ?? 0),
    columns: [...elementsOf(xml, "tableColumn")].map((column) =>
      (attributeOf(xml, column.tag, "name") ?? "").replace(/_x000[aA]_/g, "\n").toUpperCase(),
    ),
  };
}

/** What a structured reference asks for. */
interface Asked {
  /** "" is the table that the formula is in. */
  readonly table: string;
  readonly parts: readonly string[];
  /** The first and last column, in capitals. */
  readonly columns: readonly string[];
}

const SPECIAL = /^#/;

/** Reads `Name[[#This Row],[a]:[b]]`, `Name[a]`, `[@a]`, `[@[a]:[b]]`, `Name[]`. */
function askedIn(text: string): Asked {
  const opening = text.indexOf("[");
  const table = text.slice(0, opening);
  let inner = text.slice(opening + 1, -1).trim();
  const parts: string[] = [];
  if (inner.startsWith("@")) {
    parts.push("#THIS ROW");
    inner = inner.slice(1).trim();
  }
  const items = inner.includes("[") ? bracketed(inner) : inner === "" ? [] : [unescaped(inner)];
  const columns: string[] = [];
  for (const item of items) {
    if (SPECIAL.test(item)) parts.push(item.toUpperCase());
    else columns.push(item.replace(/^'#/, "#").toUpperCase());
  }
  return { table, parts, columns };
}

/** The contents of the brackets in a list, as `[#This Row],[a]:[b]`. A special item keeps its "#". */
function bracketed(text: string): string[] {
  const items: string[] = [];
  let item: string | undefined;
  for (let place = 0; place < text.length; place++) {
    const letter = text.charAt(place);
    if (letter === "'" && item !== undefined) {
      place += 1;
      const next = text.charAt(place);
      item += item === "" && next === "#" ? "'#" : next;
    } else if (letter === "[" && item === undefined) {
      item = "";
    } else if (letter === "]" && item !== undefined) {
      items.push(item);
      item = undefined;
    } else if (item !== undefined) {
      item += letter;
    }
  }
  return items;
}

const unescaped = (text: string) =>
  text.replace(/'(.)/g, (_, letter: string, at: number) => (at === 0 && letter === "#" ? "'#" : letter));

/** A structured reference, read once for all cells of a formula. */
interface Structured {
  /** Where it leads. */
  readonly at: (place: Place) => Area | ErrorValue;
  /** All that it can lead to; undefined where that depends on the formula's cell. */
  readonly reach: RelativeArea | undefined;
}

export function structured(text: string, tables: ReadonlyMap<string, Table>): Structured {
  const asked = askedIn(text);
  const named = asked.table === "" ? undefined : tables.get(asked.table.toUpperCase());
  if (asked.table !== "" && named === undefined) throw new NotComputed(`there is no table ${asked.table}`);
  return {
    at: (place) => {
      const table = named ?? tableAround(tables, place);
      return table === undefined ? REFERENCE_ERROR : areaOf(table, asked, place);
    },
    reach: named && reachOf(named, asked),
  };
}

function reachOf({ area }: Table, { parts }: Asked): RelativeArea {
  const isOwnRow = parts.length === 1 && parts[0] === "#THIS ROW";
  const end = (row: number, column: number) => ({
    row: isOwnRow ? 0 : row,
    column,
    isRowFixed: !isOwnRow,
    isColumnFixed: true,
  });
  return { sheet: area.sheet, first: end(area.top, area.left), last: end(area.bottom, area.right) };
}

function tableAround(tables: ReadonlyMap<string, Table>, { sheet, row, column }: Place): Table | undefined {
  for (const table of tables.values()) {
    const { area } = table;
    const isInside = row >= area.top && row <= area.bottom && column >= area.left && column <= area.right;
    if (area.sheet === sheet && isInside) return table;
  }
  return undefined;
}

function areaOf(
  { area, columns, headerRows, totalRows }: Table,
  asked: Asked,
  place: Place,
): Area | ErrorValue {
  let [left, right] = [area.left, area.right];
  if (asked.columns.length > 0) {
    const places = asked.columns.map((name) => columns.indexOf(name));
    if (places.some((index) => index < 0)) return REFERENCE_ERROR;
    left = area.left + least(places);
    right = area.left + greatest(places);
  }
  const [first, last] = [area.top + headerRows, area.bottom - totalRows];
  let [top, bottom] = [Infinity, -Infinity];
  const add = (from: number, to: number) => {
    top = Math.min(top, from);
    bottom = Math.max(bottom, to);
  };
  for (const part of asked.parts.length === 0 ? ["#DATA"] : asked.parts) {
    switch (part) {
      case "#ALL":
        add(area.top, area.bottom);
        break;
      case "#DATA":
        add(first, last);
        break;
      case "#HEADERS":
        if (headerRows === 0) return REFERENCE_ERROR;
        add(area.top, area.top + headerRows - 1);
        break;
      case "#TOTALS":
        if (totalRows === 0) return REFERENCE_ERROR;
        add(last + 1, area.bottom);
        break;
      case "#THIS ROW":
        if (place.sheet !== area.sheet || place.row < first || place.row > last) return VALUE_ERROR;
        add(place.row, place.row);
        break;
      default:
        throw new NotComputed(`a table has no part ${part}`);
    }
  }
  return new Area(area.sheet, top, left, bottom, right);
}

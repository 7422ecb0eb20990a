import { columnLetters } from "../formula/tokens";
import { FileError } from "./fileError";
import { attributeOf, attributesOf, tagsOf, textBetween, type Attribute, type Tag, type Xml } from "./xml";

/** A cell of a sheet, with the places of what it holds. */
export interface Cell {
  readonly row: number;
  readonly column: number;
  readonly tag: Tag;
  readonly attributes: readonly Attribute[];
  readonly formula?: CellFormula;
  /** The text of its value as the file holds it: a number, the place of a shared text. */
  readonly value?: string;
  /** Where its value begins, or its end. */
  readonly valueStart: number;
}

export interface CellFormula {
  readonly tag: Tag;
  readonly end: number;
  /** "" in a cell that shares the formula of another. */
  readonly text: string;
}

const [LAST_ROW, LAST_COLUMN] = [1_048_576, 16_384];

/** The cells of a sheet, in the order of the file. Rows and cells may leave out where they are: they count on. */
export function* cellsOf(xml: Xml): Generator<Cell, void, undefined> {
  let row = 0;
  let column = 0;
  let prefix: string | undefined;
  let cell: Tag | undefined;
  let attributes: Attribute[] = [];
  let formula: CellFormula | undefined;
  let open: Tag | undefined;
  let value: string | undefined;
  let valueStart = 0;
  for (const tag of tagsOf(xml)) {
    prefix ??= tag.prefix;
    if (tag.prefix !== prefix) continue;
    const { local, kind } = tag;
    if (cell === undefined) {
      if (kind === "close") continue;
      if (local === "row") {
        row = rowNumber(xml, attributeOf(xml, tag, "r"), row + 1);
        column = 0;
      } else if (local === "c") {
        attributes = attributesOf(xml, tag);
        const address = attributes.find(({ name }) => name === "r")?.value;
        if (address === undefined) column++;
        else ({ row, column } = addressParts(xml, address));
        if (kind === "empty") yield { row, column, tag, attributes, valueStart: tag.end };
        else {
          cell = tag;
          [formula, value, valueStart] = [undefined, undefined, 0];
        }
      }
    } else if (kind === "close" && local === "c") {
      yield {
        row,
        column,
        tag: cell,
        attributes,
        ...(formula === undefined ? {} : { formula }),
        ...(value === undefined ? {} : { value }),
        valueStart: valueStart === 0 ? tag.start : valueStart,
      };
      cell = undefined;
    } else if (kind === "open") {
      if (tag.depth !== cell.depth + 1) continue;
      open = tag;
      if (local !== "f" && valueStart === 0) valueStart = tag.start;
    } else if (kind === "empty" && tag.depth === cell.depth + 1) {
      if (local === "f") formula = { tag, end: tag.end, text: "" };
      else if (valueStart === 0) valueStart = tag.start;
      if (local === "v") value = "";
    } else if (kind === "close" && open !== undefined && tag.depth === cell.depth + 1) {
      if (local === "f") formula = { tag: open, end: tag.end, text: textBetween(xml, open.end, tag.start) };
      else if (local === "v") value = textBetween(xml, open.end, tag.start);
      else if (local === "is") value = richText(xml, open.end, tag.start);
      open = undefined;
    }
  }
}

/** The text of a cell or a shared text, without how it is read aloud. */
export function richText(xml: Xml, start: number, end: number): string {
  const { part, text } = xml;
  const inner: Xml = { part, text: `<si>${text.slice(start, end)}</si>` };
  let found = "";
  let open: Tag | undefined;
  let phonetic = 0;
  for (const tag of tagsOf(inner)) {
    if (tag.local === "rPh") phonetic += tag.kind === "open" ? 1 : tag.kind === "close" ? -1 : 0;
    else if (tag.local !== "t" || phonetic > 0) continue;
    else if (tag.kind === "open") open = tag;
    else if (open !== undefined) found += textBetween(inner, open.end, tag.start);
  }
  return found;
}

function rowNumber({ part }: Xml, text: string | undefined, next: number): number {
  const row = text === undefined ? next : Number(text);
  if (!Number.isInteger(row) || row < 1 || row > LAST_ROW) throw new FileError(`${part} has a row ${row}`);
  return row;
}

/** "B3" as row 3 and column 2. */
function addressParts({ part }: Xml, address: string): { row: number; column: number } {
  const found = parsedAddress(address);
  if (found === undefined) throw new FileError(`${part} has a cell "${address}"`);
  return found;
}

export function parsedAddress(address: string): { row: number; column: number } | undefined {
  let at = 0;
  let column = 0;
  for (; at < address.length; at++) {
    const code = address.charCodeAt(at) & ~0x20;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  const row = Number(address.slice(at));
  const isAddress =
    at > 0 && at <= 3 && column <= LAST_COLUMN && Number.isInteger(row) && row >= 1 && row <= LAST_ROW;
  return isAddress ? { row, column } : undefined;
}

/** "B3" for row 3 and column 2. */
export const addressText = (row: number, column: number) => `${columnLetters(column)}${row}`;

/** The corners of "B3:C5", or of "B3". */
export function parsedRange(range: string) {
  const [first = "", last = first] = range.split("$").join("").split(":");
  const [start, end] = [parsedAddress(first), parsedAddress(last)];
  return start === undefined || end === undefined ? undefined : { start, end };
}

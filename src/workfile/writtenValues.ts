import { addressText, cellsOf, type Cell } from "./cells";
import { attributeEdit, attributeOf, escaped, named, tagsOf, type Edit, type Tag, type Xml } from "./xml";
import { ErrorValue, type Scalar } from "./evaluate/scalar";
import { FileError } from "./fileError";

// Values written into the cells of a sheet's part; everything else stays as it is.

/** A value that a cell is to have; null empties it. */
export interface NewValue {
  readonly row: number;
  readonly column: number;
  readonly value: Scalar;
}

const TYPES: Readonly<Record<string, string>> = { string: "str", boolean: "b" };

const typeOf = (value: Scalar) => (value instanceof ErrorValue ? "e" : TYPES[typeof value]);

/** What XML cannot hold, and what would be read as such, as Excel writes it: `_x0001_`. */
export const marked = (text: string) =>
  text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, (letter) => {
      const code = letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
      return `_x${code}_`;
    });

/** A value's element: `<v>5</v>`. */
function valueElement(prefix: string, value: Scalar): string {
  if (value === null) return "";
  const text =
    value instanceof ErrorValue ? value.code : typeof value === "boolean" ? (value ? "1" : "0") : value;
  const space = typeof text === "string" && text.trim() !== text ? ' xml:space="preserve"' : "";
  const v = named(prefix, "v");
  return `<${v}${space}>${escaped(typeof value === "string" ? marked(value) : String(text))}</${v}>`;
}

/** The whole element that a value is in, behind a formula. */
const VALUE = /<(?:[^\s>/:]+:)?(v|is)(?=[\s/>])[^>]*?(?:\/>|>[^]*?<\/(?:[^\s>/:]+:)?\1\s*>)/y;

/** Adds the changes that give a cell another value; its formula stays. */
export function addValueEdits(edits: Edit[], xml: Xml, cell: Cell, value: Scalar): void {
  const { tag, valueStart, attributes } = cell;
  const change = (name: string, now: string | undefined) => {
    if (attributes.find((attribute) => attribute.name === name)?.value === now) return;
    const edit = attributeEdit(xml, tag, name, now);
    if (edit !== undefined) edits.push(edit);
  };
  change("t", typeOf(value));
  // What Excel knows of the value besides, as of an error or a picture, is of the old one.
  change("vm", undefined);
  if (typeof value === "number") {
    const end = endOfPlain(xml.text, valueStart);
    if (end !== undefined) {
      edits.push({ start: valueStart + PLAIN.length, end, text: String(value) });
      return;
    }
  }
  const element = valueElement(tag.prefix, value);
  if (tag.kind === "empty") {
    if (element === "") return;
    // <c r="A1"/> opens, and closes behind its value.
    const slash = xml.text.lastIndexOf("/", tag.end);
    const c = named(tag.prefix, "c");
    edits.push({ start: slash, end: tag.end, text: `>${element}</${c}>` });
    return;
  }
  VALUE.lastIndex = valueStart;
  const length = VALUE.exec(xml.text)?.[0].length ?? 0;
  edits.push({ start: valueStart, end: valueStart + length, text: element });
}

const PLAIN = "<v>";

/** Where the text of a value ends that stands as Excel writes it, `<v>5</v>`: only that need be another number. */
function endOfPlain(text: string, start: number): number | undefined {
  if (!text.startsWith(PLAIN, start)) return undefined;
  const end = text.indexOf("<", start + PLAIN.length);
  return text.startsWith("</v>", end) ? end : undefined;
}

interface Line {
  readonly row: number;
  /** Where its content ends, or undefined where it is an empty element. */
  end: number | undefined;
  readonly start: number;
  readonly tagEnd: number;
  readonly cells: Cell[];
}

/** Adds the changes that give cells values, those too that the part does not have yet. */
export function addSheetEdits(edits: Edit[], xml: Xml, values: readonly NewValue[]): void {
  const wanted = new Map<number, NewValue[]>();
  // The last of several for one cell is the one.
  const last = new Map(values.map((value) => [addressText(value.row, value.column), value]));
  for (const value of last.values()) {
    const line = wanted.get(value.row);
    if (line === undefined) wanted.set(value.row, [value]);
    else line.push(value);
  }
  const { lines, prefix, end, empty } = linesOf(xml);
  const before = edits.length;
  const byRow = new Map(lines.map((line) => [line.row, line]));
  for (const cell of cellsOf(xml)) byRow.get(cell.row)?.cells.push(cell);
  const rows = [...wanted.keys()].sort((a, b) => a - b);
  for (const row of rows) {
    const news = [...(wanted.get(row) ?? [])].sort((a, b) => a.column - b.column);
    const line = byRow.get(row);
    const next = lines.find((other) => other.row > row)?.start ?? end;
    if (line === undefined) {
      const cells = news.map((value) => newCell(prefix, value)).join("");
      if (cells !== "")
        edits.push({
          start: next,
          end: next,
          text: `<${named(prefix, "row")} r="${row}">${cells}</${named(prefix, "row")}>`,
        });
      continue;
    }
    const present = new Map(line.cells.map((cell) => [cell.column, cell]));
    let added = "";
    for (const value of news) {
      const cell = present.get(value.column);
      if (cell !== undefined) {
        addValueEdits(edits, xml, cell, value.value);
        continue;
      }
      const text = newCell(prefix, value);
      if (text === "") continue;
      const after = line.cells.find(({ column }) => column > value.column);
      if (line.end === undefined) added += text;
      else {
        const at = after?.tag.start ?? line.end;
        edits.push({ start: at, end: at, text });
      }
    }
    if (added !== "") {
      const slash = xml.text.lastIndexOf("/", line.tagEnd);
      edits.push({ start: slash, end: line.tagEnd, text: `>${added}</${named(prefix, "row")}>` });
    }
  }
  if (empty === undefined || edits.length === before) return;
  // <sheetData/> opens, and closes behind its first rows.
  const added = edits.splice(before).map(({ text }) => text);
  const slash = xml.text.lastIndexOf("/", empty.end);
  edits.push({ start: slash, end: empty.end, text: `>${added.join("")}</${named(prefix, "sheetData")}>` });
}

function newCell(prefix: string, { row, column, value }: NewValue): string {
  if (value === null) return "";
  const c = named(prefix, "c");
  const type = typeOf(value);
  const mark = type === undefined ? "" : ` t="${type}"`;
  return `<${c} r="${addressText(row, column)}"${mark}>${valueElement(prefix, value)}</${c}>`;
}

/** The rows of a sheet, the prefix of its elements, where its rows end, and what could have some where it has none. */
function linesOf(xml: Xml): { lines: Line[]; prefix: string; end: number; empty: Tag | undefined } {
  const lines: Line[] = [];
  let prefix = "";
  let end: number | undefined;
  let empty: Tag | undefined;
  let row = 0;
  let open: Line | undefined;
  for (const tag of tagsOf(xml)) {
    if (tag.depth === 0) ({ prefix } = tag);
    if (tag.local === "sheetData" && tag.kind === "close") end = tag.start;
    if (tag.local === "sheetData" && tag.kind === "empty") [end, empty] = [tag.start, tag];
    if (tag.local !== "row" || tag.depth !== 2) continue;
    if (tag.kind === "close") {
      if (open !== undefined) open.end = tag.start;
      continue;
    }
    const written = attributeOf(xml, tag, "r");
    row = written === undefined ? row + 1 : Number(written);
    open = { row, start: tag.start, tagEnd: tag.end, end: undefined, cells: [] };
    lines.push(open);
  }
  if (end === undefined) throw new FileError(`${xml.part} has no place for cells`);
  return { lines, prefix, end, empty };
}

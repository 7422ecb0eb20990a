import { columnLetters } from "../../../src/formula/tokens";
import { nodeCompression } from "../../../src/workfile/nodeCompression";
import { contentOf, openArchive, savedArchive } from "../../../src/workfile/zip";
import { escaped } from "../../../src/workfile/xml";
import { addressOf, cellAt, type Book, type BookCell, type BookSheet } from "./bookModel";

/** What a cell is to hold. */
export interface Content {
  readonly formula?: string;
  readonly number?: number;
  readonly text?: string;
  /** The place of a format; that of the cell where it is left out. */
  readonly style?: string;
  /** Leaves out what the formula shows. */
  readonly withoutValue?: boolean;
}

/** A workbook's file into which a breach is planted: the text of its parts is changed as someone could with Excel. */
export class Planting {
  private readonly changed = new Map<string, string>();
  private readonly archive: ReturnType<typeof openArchive>;

  constructor(
    bytes: Uint8Array,
    readonly book: Book,
  ) {
    this.archive = openArchive(bytes);
  }

  text(path: string): string {
    const known = this.changed.get(path);
    if (known !== undefined) return known;
    const entry = this.archive.entries.find((one) => one.path === path);
    return entry === undefined ? "" : Buffer.from(contentOf(entry, nodeCompression)).toString("utf8");
  }

  /** Changes a part; false where that changes nothing, so that the breach does not fit the workbook. */
  change(path: string, edit: (text: string) => string): boolean {
    const before = this.text(path);
    const after = edit(before);
    if (before === after || before === "") return false;
    this.changed.set(path, after);
    return true;
  }

  workbook = (edit: (text: string) => string) => this.change("xl/workbook.xml", edit);
  sheet = (sheet: BookSheet | undefined, edit: (text: string) => string) =>
    sheet !== undefined && this.change(sheet.path, edit);

  /** Puts something into a cell, whether it was there before or not. */
  put(sheet: BookSheet | undefined, address: string, content: Content): boolean {
    if (sheet === undefined) return false;
    const [, letters = "", digits = ""] = /^([A-Z]+)(\d+)$/.exec(address) ?? [];
    return this.change(sheet.path, (xml) => {
      const old = new RegExp(`<c r="${address}"([^>]*?)(?:/>|>.*?</c>)`, "s").exec(xml);
      const style = content.style ?? /\ss="(\d+)"/.exec(old?.[1] ?? "")?.[1] ?? "0";
      const shown = textOfCell(sheet, address);
      const cell = cellXml(address, style, content, shown);
      if (old !== null) return xml.slice(0, old.index) + cell + xml.slice(old.index + old[0].length);
      const row = new RegExp(`<row r="${digits}"[^>]*?(?:/>|>.*?</row>)`, "s").exec(xml);
      if (row === null) {
        const rows = [...xml.matchAll(/<row r="(\d+)"/g)];
        const next =
          rows.find(([, number]) => Number(number) > Number(digits))?.index ?? xml.indexOf("</sheetData>");
        return `${xml.slice(0, next)}<row r="${digits}">${cell}</row>${xml.slice(next)}`;
      }
      const open = row[0].endsWith("/>") ? row[0].replace(/\/>$/, "></row>") : row[0];
      const isBehind = (other: string) =>
        other.length > letters.length || (other.length === letters.length && other > letters);
      const after = [...open.matchAll(/<c r="([A-Z]+)\d+"/g)].find(([, other = ""]) => isBehind(other));
      const place = after?.index ?? open.lastIndexOf("</row>");
      const filled = open.slice(0, place) + cell + open.slice(place);
      return xml.slice(0, row.index) + filled + xml.slice(row.index + row[0].length);
    });
  }

  putAt = (cell: BookCell | undefined, content: Content) =>
    cell !== undefined && this.put(cell.sheet, addressOf(cell), content);

  /** A formula of a cell, changed. */
  reformulate = (cell: BookCell | undefined, edit: (formula: string) => string) =>
    cell?.formula !== undefined &&
    edit(cell.formula.text) !== cell.formula.text &&
    this.putAt(cell, { formula: edit(cell.formula.text) });

  /** The place of a cell's format. */
  styleOf(cell: BookCell | undefined): string {
    if (cell === undefined) return "0";
    const found = new RegExp(`<c r="${addressOf(cell)}"[^>]*?\\ss="(\\d+)"`).exec(this.text(cell.sheet.path));
    return found?.[1] ?? "0";
  }

  /** A format like another, with some of it changed; returns its place. */
  addStyle(like: string, change: (xf: string) => string, more?: { font?: string; format?: string }): string {
    const path = "xl/styles.xml";
    let styles = this.text(path);
    const fonts = (/<fonts[^>]*>(.*?)<\/fonts>/s.exec(styles)?.[1]?.match(/<font>|<font\s|<font\/>/g) ?? [])
      .length;
    if (more?.font !== undefined) styles = styles.replace("</fonts>", () => `${more.font ?? ""}</fonts>`);
    if (more?.format !== undefined) {
      const format = `<numFmt numFmtId="399" formatCode="${more.format}"/>`;
      styles = styles.includes("</numFmts>")
        ? styles.replace("</numFmts>", () => `${format}</numFmts>`)
        : styles.replace("<fonts", () => `<numFmts count="1">${format}</numFmts><fonts`);
    }
    const list = /<cellXfs[^>]*>(.*?)<\/cellXfs>/s.exec(styles)?.[1] ?? "";
    const all = list.match(/<xf\b[^>]*?\/>|<xf\b[^>]*?>.*?<\/xf>/gs) ?? [];
    const own = change(all[Number(like)] ?? all[0] ?? "").replaceAll("FONT", String(fonts));
    styles = styles.replace("</cellXfs>", () => `${own}</cellXfs>`);
    this.changed.set(path, styles);
    return String(all.length);
  }

  /** The parts of charts that a sheet shows. */
  chartPaths(): string[] {
    return this.archive.entries
      .map(({ path }) => path)
      .filter((path) => /\/charts\/chart\d+\.xml$/.test(path));
  }

  addPart(path: string, text: string): void {
    this.changed.set(path, text);
  }

  saved(): Uint8Array {
    const contents = new Map([...this.changed].map(([path, text]) => [path, new TextEncoder().encode(text)]));
    return savedArchive(this.archive, { contents, putBack: [] }, nodeCompression);
  }
}

const textOfCell = (sheet: BookSheet, address: string) => cellAt(sheet, address)?.value;

function cellXml(address: string, style: string, content: Content, shown: BookCell["value"]): string {
  const start = `<c r="${address}"${style === "0" ? "" : ` s="${style}"`}`;
  const { formula, number, text, withoutValue } = content;
  if (formula !== undefined) {
    const value = number ?? shown?.text ?? "0";
    const isText = number === undefined && shown?.kind === "text";
    const kept = withoutValue === true ? "" : `<v>${escaped(String(value))}</v>`;
    return `${start}${isText ? ' t="str"' : ""}><f>${escaped(formula)}</f>${kept}</c>`;
  }
  if (number !== undefined) return `${start}><v>${number}</v></c>`;
  if (text !== undefined)
    return `${start} t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
  return `${start}/>`;
}

/** An item of a list, as far in as a fraction says. */
export const some = <Item>(items: readonly Item[], fraction = 0.6): Item | undefined =>
  items[Math.min(items.length - 1, Math.floor(items.length * fraction))];

export const beside = ({ sheet, row, column }: BookCell, down: number, right: number) =>
  cellAt(sheet, `${columnLetters(column + right)}${row + down}`);

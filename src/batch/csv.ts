import { createHash, type Hash } from "node:crypto";
import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { parse } from "papaparse";
import { assumptionNamed, type NamedAssumption } from "../core/cashflow/assumptionNames";
import { assumptions } from "../core/cashflow/assumptions";
import type { Setting } from "../core/cashflow/block";
import { siteRows } from "../core/cashflow/sites";
import { dateOfDay, isoDay, MS_PER_DAY } from "../core/calendar";
import { InputError } from "../core/errors";
import { cellNumber, isPlainNumber, NUMBER } from "../core/numberText";
import { FileError } from "../workfile/fileError";
import type { PlainCell, PinnedMarket } from "./plan";
import { isAssumption, type SiteRow } from "./siteRow";

// A table with a row for each site, in a text file that may be larger than the memory.

/** What is between the cells of a row. */
const SEPARATORS = [",", ";", "\t", "|"] as const;
type Separator = (typeof SEPARATORS)[number];

const [QUOTE, LINE_FEED, RETURN] = [0x22, 0x0a, 0x0d];

/** What may stand before the quotation mark with which a cell begins. */
const isBeforeCell = new Uint8Array(256);
for (const sign of [...SEPARATORS, "\n", "\ufeff"]) isBeforeCell[Buffer.from(sign).at(-1) ?? 0] = 1;

/** Rows of a file, as they are in it, blank ones among them. */
export interface Records {
  readonly bytes: Buffer;
  /** The number of the first row, from 1. */
  readonly first: number;
  readonly count: number;
}

/** In bytes; a longer row is one of which a quotation mark is not closed. */
const LONGEST_ROW = 1 << 20;

/**
 * The rows of a file, up to `most` together; `seen` gets all bytes in their order. A line that ends between quotation marks
 * goes on in the next.
 */
export async function* recordsOf(path: string, most: number, seen?: Hash): AsyncGenerator<Records> {
  let pieces: Buffer[] = [];
  let [first, count, length] = [1, 0, 0];
  const quotes = new Quotes();
  const taken = (): Records => {
    const records = { bytes: Buffer.concat(pieces), first, count };
    pieces = [];
    first += count;
    count = 0;
    return records;
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    seen?.update(chunk);
    let start = 0;
    for (let index = 0; index < chunk.length;) {
      const end = quotes.endIn(chunk, index);
      const next = end < 0 ? chunk.length : end + 1;
      length += next - index;
      index = next;
      if (length > LONGEST_ROW)
        throw new FileError(
          `row ${first + count} does not end: a quotation mark in it may not be closed, or it is no text`,
        );
      if (end < 0) break;
      count += 1;
      length = 0;
      if (count < most) continue;
      pieces.push(chunk.subarray(start, next));
      start = next;
      yield taken();
    }
    pieces.push(chunk.subarray(start));
  }
  if (length > 0) count += 1;
  if (count > 0) yield taken();
}

/** Goes through the bytes of rows and finds where they end. */
class Quotes {
  private isQuoted = false;
  private before = LINE_FEED;
  private nextQuote: { readonly bytes: Buffer; readonly at: number } | undefined;

  /** The place of the line feed that ends a row, from a place on; -1 where it is not in these bytes. */
  endIn(bytes: Buffer, from: number): number {
    // Most files have no quotation mark.
    const end = bytes.indexOf(LINE_FEED, from);
    const last = end < 0 ? bytes.length - 1 : end;
    if (!this.isQuoted && this.before !== CLOSED && this.quoteFrom(bytes, from) > last) {
      this.before = bytes[last] ?? this.before;
      return end;
    }
    for (let index = from; index < bytes.length; index++) if (this.isEnd(bytes[index] ?? 0)) return index;
    return -1;
  }

  /** The place of the first quotation mark, which is looked for once. */
  private quoteFrom(bytes: Buffer, from: number): number {
    const known = this.nextQuote;
    if (known?.bytes === bytes && known.at >= from) return known.at;
    const found = bytes.indexOf(QUOTE, from);
    const at = found < 0 ? Infinity : found;
    this.nextQuote = { bytes, at };
    return at;
  }

  private isEnd(byte: number): boolean {
    // Within a cell that does not begin with one, a quotation mark is a letter; in one that does, two of them are.
    if (byte === QUOTE && (this.isQuoted || this.before === CLOSED || isBeforeCell[this.before] === 1)) {
      this.isQuoted = !this.isQuoted;
      this.before = this.isQuoted ? byte : CLOSED;
      return false;
    }
    this.before = byte;
    return byte === LINE_FEED && !this.isQuoted;
  }
}

/** Stands for a quotation mark that ends a cell. */
const CLOSED = -1;

const SAVE_AS = 'save the file as "CSV UTF-8 (Comma delimited)"';

/**
 * The cells of rows as texts; `first` is the place of the first row. Throws a FileError where quotation marks are left open,
 * or it is no text.
 */
export function textsOf(bytes: Buffer, separator: string, first: number): string[][] {
  const text = textIn(bytes, first);
  const { data, errors } = parse<string[]>(text, { delimiter: separator, newline: "\n" });
  const bad = errors.find(({ type }) => type === "Quotes");
  if (bad !== undefined)
    throw new FileError(
      `row ${first + (bad.row ?? 0)}: a quotation mark is left open, or stands within a text; write it twice there`,
    );
  // Behind the end of the last line is no row.
  if (text.endsWith("\n")) data.pop();
  return data.map(withoutReturn);
}

/** The same, each row when it is asked for where there is no quotation mark: rows that nobody has yet take no memory. */
export function rowsOf(bytes: Buffer, separator: string, first: number): Iterable<string[]> {
  return bytes.includes(QUOTE)
    ? textsOf(bytes, separator, first)
    : plainRows(textIn(bytes, first), separator);
}

function* plainRows(text: string, separator: string): Generator<string[], void> {
  const rows = text.split("\n");
  // Behind the end of the last line is no row.
  if (rows.at(-1) === "") rows.pop();
  for (const row of rows) yield withoutReturn(row.split(separator));
}

function textIn(bytes: Buffer, first: number): string {
  if (!isUtf8(bytes)) throw new FileError(`row ${first + rowsBeforeBadText(bytes)} is not UTF-8: ${SAVE_AS}`);
  return bytes.toString("utf8").replace(/^\ufeff+/, "");
}

/** A row without the return that may stand before the end of its line. */
function withoutReturn(row: string[]): string[] {
  const last = row.at(-1);
  if (last?.endsWith("\r") === true) row[row.length - 1] = last.slice(0, -1);
  return row;
}

function rowsBeforeBadText(bytes: Buffer): number {
  let [rows, start] = [0, 0];
  for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
    if (!isUtf8(bytes.subarray(start, end))) break;
    rows += 1;
    start = end + 1;
  }
  return rows;
}

/** What is known of a file before its sites are read. */
export interface Survey {
  readonly separator: Separator;
  /** The names of the assumptions, behind the name of the site. */
  readonly heads: readonly string[];
  readonly sites: number;
  readonly bytes: number;
  /** When it was last changed, in milliseconds since 1970. */
  readonly changedMs: number;
  readonly sha256: string;
}

/** How much of a file is looked through together. */
const SURVEYED = 2000;
/** More names that stand twice are counted. */
const MOST_DOUBLES = 3;

/**
 * Goes through the whole file once. Throws a FileError where it is no table of sites, or has one twice: what is found after
 * hours would have spoilt them.
 */
export async function surveyOf(path: string): Promise<Survey> {
  const { mtimeMs: changedMs } = await stat(path);
  const hash = createHash("sha256");
  let [bytes, sites] = [0, 0];
  let head: { separator: Separator; heads: readonly string[] } | undefined;
  const names = new NameSet();
  for await (const records of recordsOf(path, SURVEYED, hash)) {
    bytes += records.bytes.length;
    head ??= headOf(records.bytes);
    for (const name of namesIn(records, head)) {
      sites += 1;
      if (name.trim() !== "") names.add(name);
    }
  }
  if (head === undefined) throw new FileError("the file is empty");
  if (sites === 0) throw new FileError("there is no row of a site below the names of the assumptions");
  const doubles = names.doubles();
  if (doubles.size > 0) await refuseDoubles(path, head.separator, doubles);
  return { ...head, sites, bytes, changedMs, sha256: hash.digest("hex") };
}

/** The names of sites in rows; "" for one without. Blank rows have none. */
function namesIn({ bytes, first }: Records, head: Pick<Survey, "separator" | "heads">): string[] {
  const { separator } = head;
  if (first > 1 && !bytes.includes(QUOTE) && isUtf8(bytes)) return plainNames(bytes, separator);
  const rows = textsOf(bytes, separator, first);
  if (first === 1) {
    rows.shift();
    refuseOtherWidth(rows, head);
  }
  return rows.flatMap((row) => (isBlankRow(row) ? [] : [row[0] ?? ""]));
}

/** The same of rows without quotation marks, whose other cells need not be taken apart. */
function plainNames(bytes: Buffer, separator: string): string[] {
  return bytes
    .toString("utf8")
    .split("\n")
    .flatMap((row) => {
      const [name = ""] = row.split(separator, 1);
      return name.trim() === "" && isBlankRow(row.split(separator)) ? [] : [name];
    });
}

/** The first row of a table, between whichever sign separates most names of assumptions. */
interface FirstRow {
  readonly separator: Separator;
  readonly first: readonly string[];
  /** How many names of assumptions there are. */
  readonly known: number;
}

/** Throws a FileError where it is no text. */
function firstRowOf(bytes: Buffer): FirstRow {
  if (
    (bytes[0] === 0xff && bytes[1] === 0xfe) ||
    (bytes[0] === 0xfe && bytes[1] === 0xff) ||
    bytes.includes(0)
  )
    throw new FileError(`it is UTF-16, or no text: ${SAVE_AS}`);
  if (!bytes.includes(LINE_FEED) && bytes.includes(RETURN))
    throw new FileError(`its lines end as those of old Macs: ${SAVE_AS}`);
  const row = bytes.subarray(0, endOfRow(bytes));
  const rows = SEPARATORS.map((separator): FirstRow => {
    const [first = []] = textsOf(row, separator, 1);
    return { separator, first, known: first.filter(isAssumption).length };
  });
  return rows.reduce((best, other) => (other.known > best.known ? other : best));
}

function endOfRow(bytes: Buffer): number {
  const end = new Quotes().endIn(bytes, 0);
  return end < 0 ? bytes.length : end + 1;
}

/** The names along the first row. */
function headOf(bytes: Buffer): { separator: Separator; heads: readonly string[] } {
  const best = firstRowOf(bytes);
  if (best.known === 0)
    throw new FileError(
      `row 1 must name an assumption above each column, as "site,btc price,difficulty,..."; got ${JSON.stringify(best.first.slice(0, 4).join(","))}`,
    );
  const [corner = "", ...heads] = best.first;
  if (isAssumption(corner))
    throw new FileError(`the first column must hold the names of the sites, and is ${corner.trim()}`);
  while (heads.at(-1)?.trim() === "") heads.pop();
  siteReader(heads, best.separator, undefined);
  return { separator: best.separator, heads };
}

/** A comma for the decimal point makes two cells of one, in every row. */
function refuseOtherWidth(
  rows: readonly string[][],
  { separator, heads }: Pick<Survey, "separator" | "heads">,
): void {
  const at = rows.findIndex((row) => !isBlankRow(row));
  const problem = otherWidth(rows[at] ?? [], heads.length, separator);
  if (problem !== undefined) throw new FileError(`row ${at + 2} ${problem}`);
}

const isBlankRow = (texts: readonly string[]) =>
  (texts[0] ?? "").trim() === "" && texts.every((text) => text.trim() === "");

/** Blank cells may be missing at the end, or be too many. */
function otherWidth(texts: readonly string[], width: number, separator: string): string | undefined {
  if (texts.length <= width + 1) return undefined;
  const rest = texts.slice(width + 1);
  if (rest.every((text) => text.trim() === "")) return undefined;
  const hint =
    separator === ","
      ? ": write decimals with a point, as 0.05, or put a text with a comma in quotation marks"
      : "";
  return `has ${texts.length} cells, and row 1 has ${width + 1}${hint}`;
}

const plainName = (name: string) => name.trim().toLowerCase();

/** Finds names that may stand twice in little memory: 8 bytes a name. */
class NameSet {
  private hashes = new Float64Array(1024);
  private count = 0;

  add(name: string): void {
    if (this.count === this.hashes.length) {
      const more = new Float64Array(2 * this.count);
      more.set(this.hashes);
      this.hashes = more;
    }
    this.hashes[this.count++] = hashOf(plainName(name));
  }

  /** The hashes that stand twice; two names may share one. */
  doubles(): ReadonlySet<number> {
    const sorted = this.hashes.subarray(0, this.count).sort();
    const found = new Set<number>();
    for (let index = 1; index < sorted.length; index++) {
      const hash = sorted[index] ?? NaN;
      if (hash === sorted[index - 1]) found.add(hash);
    }
    return found;
  }
}

/** 52 bits of a name: two sums of its letters, each mixed as in MurmurHash3. */
function hashOf(text: string): number {
  let [high, low] = [0x9e3779b9, 0x85ebca6b];
  for (let index = 0; index < text.length; index++) {
    const letter = text.charCodeAt(index);
    high = Math.imul(high ^ letter, 0xcc9e2d51);
    low = Math.imul(low ^ letter, 0x1b873593);
    high ^= high >>> 15;
    low ^= low >>> 13;
  }
  return (mixed(high) & 0xfffff) * 2 ** 32 + mixed(low);
}

function mixed(sum: number): number {
  const once = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}

async function refuseDoubles(path: string, separator: Separator, hashes: ReadonlySet<number>): Promise<void> {
  const rowsOf = new Map<string, { name: string; rows: number[] }>();
  for await (const { bytes, first } of recordsOf(path, SURVEYED))
    for (const [index, row] of textsOf(bytes, separator, first).entries()) {
      const [name = ""] = row;
      const plain = plainName(name);
      if (first + index === 1 || isBlankRow(row) || !hashes.has(hashOf(plain))) continue;
      const known = rowsOf.get(plain) ?? { name: name.trim(), rows: [] };
      known.rows.push(first + index);
      rowsOf.set(plain, known);
    }
  const doubles = [...rowsOf.values()].filter(({ rows }) => rows.length > 1);
  if (doubles.length === 0) return;
  const said = doubles
    .slice(0, MOST_DOUBLES)
    .map(({ name, rows }) => `${name} is in rows ${rows.slice(0, 2).join(" and ")}`);
  const more = doubles.length - MOST_DOUBLES;
  throw new FileError(
    `each site must have a name of its own: ${said.join(", ")}${more > 0 ? `, and ${more} more` : ""}`,
  );
}

/** Reads the rows of a file as sites, each when it is asked for; `first` is the place of the first in the file. */
export type SiteReader = (rows: Iterable<readonly string[]>, first: number) => Generator<SiteRow, void>;

/** Throws a FileError where an assumption is unknown or stands twice. */
export function siteReader(
  heads: readonly string[],
  separator: string,
  market: PinnedMarket | undefined,
): SiteReader {
  let settingsOf: ReturnType<typeof siteRows>;
  try {
    settingsOf = siteRows(heads);
  } catch (error) {
    if (error instanceof InputError) throw new FileError(error.message);
    throw error;
  }
  const columns = heads.map((head) => (head.trim() === "" ? undefined : assumptionNamed(head)));
  // Many sites of a portfolio have the same text as the one before.
  const last = columns.map((): { text: string; cell: PlainCell } => ({ text: "", cell: null }));
  const cellsOf = (row: readonly string[], name: string): PlainCell[] =>
    last.map((known, column) => {
      const [text, named] = [row[column + 1] ?? "", columns[column]];
      if (text === known.text || named === undefined) return known.cell;
      const cell = isMarket(text)
        ? null
        : cellOf(text, named, separator, `${assumptions[named.key].name} of ${name}`);
      [known.text, known.cell] = [text, cell];
      return cell;
    });
  const siteOf = (row: readonly string[], name: string, place: string): SiteRow => {
    const width = otherWidth(row, heads.length, separator);
    if (width !== undefined) throw new InputError(place, width);
    const cells = cellsOf(row, name);
    const settings = settingsOf(name, cells);
    for (const [column, named] of columns.entries())
      if (named !== undefined && cells[column] === null && isMarket(row[column + 1] ?? ""))
        settings.set(named.key, marketSetting(named, market, name));
    return { name, settings };
  };
  const siteIn = (row: readonly string[], place: string): SiteRow => {
    const name = (row[0] ?? "").trim();
    const isName = name !== "" && name.length <= LONGEST_NAME;
    try {
      if (!isName)
        throw new InputError(
          place,
          `must begin with the name of the site, of at most ${LONGEST_NAME} characters`,
        );
      return siteOf(row, name, place);
    } catch (error) {
      if (error instanceof InputError) return { name: isName ? name : place, problem: error.message };
      throw error;
    }
  };
  return function* (rows, first) {
    let place = first;
    for (const row of rows) {
      if (place !== 1 && !isBlankRow(row)) yield siteIn(row, `row ${place}`);
      place += 1;
    }
  };
}

/** Of a site's name; Excel's cells hold longer texts, but nobody reads them. */
const LONGEST_NAME = 255;

const isMarket = (text: string) => plainName(text) === "market";

/** What the market is quoted in. */
const MARKET_CURRENCY = "USD";

function marketSetting(
  { key, scale }: NamedAssumption,
  market: PinnedMarket | undefined,
  site: string,
): Setting {
  const { name, unit } = assumptions[key];
  const refused = (rule: string) => new InputError(`${name} of ${site}`, rule);
  if (market === undefined) throw refused("is market, and no market is given: name its file with --market");
  const value = market.values[key];
  if (value === undefined) throw refused("is market, which the market has no value for");
  if (!unit.startsWith(MARKET_CURRENCY)) return { value, source: "given" };
  if (scale.currency !== undefined && scale.currency !== MARKET_CURRENCY)
    throw refused(`is market, which is in ${MARKET_CURRENCY}, and its heading says ${scale.currency}`);
  // The other amounts of the site may not be in another currency.
  return { value, source: "given", currency: MARKET_CURRENCY };
}

const PERCENT = /^(.*?) ?%$/;
const ISO_DAY = /^(\d{4})-(\d\d)-(\d\d)$/;

/**
 * What Excel makes of a cell below the name of an assumption, or of the probability. A text with two readings as a number
 * is refused, as one for `parameter`.
 */
export function cellOf(
  text: string,
  column: NamedAssumption | "probability",
  separator: string,
  parameter: string,
): PlainCell {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  if (isPlainNumber(trimmed, separator)) {
    const number = Number(trimmed);
    return Number.isFinite(number) ? number : trimmed;
  }
  const word = trimmed.toUpperCase();
  if (word === "TRUE" || word === "FALSE") return word === "TRUE";
  const isDate = column !== "probability" && column.key === "startDate";
  const day = isDate ? dayIn(trimmed) : undefined;
  if (day !== undefined) return day;
  const [, percent] = trimmed.endsWith("%") ? (PERCENT.exec(trimmed) ?? []) : [];
  const number = cellNumber(percent ?? trimmed, separator, parameter, trimmed);
  const value = number === undefined ? NaN : Number(percent === undefined ? number : `${number}e-2`);
  return Number.isFinite(value) ? value : trimmed;
}

/** The cells of a table of scenarios. Throws a FileError, or an InputError for a cell. */
export function scenarioRows(bytes: Buffer): PlainCell[][] {
  const { separator, first } = firstRowOf(bytes);
  const columns = first.map((head) =>
    plainName(head) === "probability" ? "probability" : assumptionNamed(head),
  );
  return textsOf(bytes, separator, 1).map((row, index) =>
    row.map((text, at) => {
      const column = columns[at];
      const parameter = `scenarios, row ${index + 1}, ${first[at]?.trim() ?? ""},`;
      if (index > 0 && at > 0 && column !== undefined) return cellOf(text, column, separator, parameter);
      const trimmed = text.trim();
      return trimmed === "" ? null : index > 0 && at > 0 && NUMBER.test(trimmed) ? Number(trimmed) : trimmed;
    }),
  );
}

/** Excel's date of a day as 2026-01-31. */
function dayIn(text: string): number | undefined {
  const [, year, month, day] = ISO_DAY.exec(text) ?? [];
  if (year === undefined) return undefined;
  const found = Date.UTC(Number(year), Number(month) - 1, Number(day)) / MS_PER_DAY;
  return isoDay(found) === text ? dateOfDay(found) : undefined;
}

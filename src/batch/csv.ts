import { createHash, type Hash } from "node:crypto";
import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { parse } from "papaparse";
import { assumptionNamed } from "../core/cashflow/assumptionNames";
import { assumptions, type AssumptionKey } from "../core/cashflow/assumptions";
import { siteRows } from "../core/cashflow/sites";
import { dateOfDay, isoDay, MS_PER_DAY } from "../core/calendar";
import { InputError } from "../core/errors";
import { textNumber, unambiguousNumber } from "../core/numberText";
import { FileError } from "../workfile/fileError";
import type { PlainCell, PinnedMarket } from "./plan";
import { isAssumption, type SiteRow } from "./siteRow";

// A table with a row for each site, in a text file that may be larger than the memory.

/** What is between the cells of a row. */
const SEPARATORS = [",", ";", "\t", "|"] as const;
type Separator = (typeof SEPARATORS)[number];

const [QUOTE, LINE_FEED] = [0x22, 0x0a];

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
  let [first, count, length, isQuoted] = [1, 0, 0, false];
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
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index];
      length += 1;
      if (byte === QUOTE) isQuoted = !isQuoted;
      if (length > LONGEST_ROW)
        throw new FileError(
          `row ${first + count} does not end: a quotation mark in it may not be closed, or it is no text`,
        );
      if (byte !== LINE_FEED || isQuoted) continue;
      count += 1;
      length = 0;
      if (count < most) continue;
      pieces.push(chunk.subarray(start, index + 1));
      start = index + 1;
      yield taken();
    }
    pieces.push(chunk.subarray(start));
  }
  if (length > 0) count += 1;
  if (count > 0) yield taken();
}

/** The cells of rows as texts. Throws a FileError where quotation marks are left open, or it is no text. */
export function textsOf(bytes: Buffer, separator: string, place: string): string[][] {
  if (!isUtf8(bytes))
    throw new FileError(`${place} is not UTF-8: save the file as "CSV UTF-8 (Comma delimited)"`);
  const text = bytes.toString("utf8").replace(/^\ufeff/, "");
  const { data, errors } = parse<string[]>(text, { delimiter: separator });
  const bad = errors.find(({ type }) => type === "Quotes");
  if (bad !== undefined)
    throw new FileError(
      `${place}: a quotation mark is left open, or stands within a text; write it twice there`,
    );
  // Behind the end of the last line is no row.
  if (text.endsWith("\n")) data.pop();
  return data;
}

/** What is known of a file before its sites are read. */
export interface Survey {
  readonly separator: Separator;
  /** The names of the assumptions, behind the name of the site. */
  readonly heads: readonly string[];
  readonly sites: number;
  readonly bytes: number;
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
  const hash = createHash("sha256");
  let [bytes, sites] = [0, 0];
  let head: { separator: Separator; heads: readonly string[] } | undefined;
  const names = new NameSet();
  for await (const records of recordsOf(path, SURVEYED, hash)) {
    bytes += records.bytes.length;
    head ??= headOf(records.bytes.subarray(0, endOfRecord(records.bytes)));
    const place = `rows ${records.first} to ${records.first + records.count - 1}`;
    const own = textsOf(records.bytes, head.separator, place);
    if (records.first === 1) {
      own.shift();
      refuseOtherWidth(own, head);
    }
    for (const row of own) {
      if (isBlankRow(row)) continue;
      sites += 1;
      if (row[0]?.trim() !== "") names.add(row[0] ?? "");
    }
  }
  if (head === undefined) throw new FileError("the file is empty");
  if (sites === 0) throw new FileError("there is no row of a site below the names of the assumptions");
  const doubles = names.doubles();
  if (doubles.size > 0) await refuseDoubles(path, head.separator, doubles);
  return { ...head, sites, bytes, sha256: hash.digest("hex") };
}

/** Where the first row ends. */
function endOfRecord(bytes: Buffer): number {
  let isQuoted = false;
  for (let index = 0; index < bytes.length; index++) {
    if (bytes[index] === QUOTE) isQuoted = !isQuoted;
    if (bytes[index] === LINE_FEED && !isQuoted) return index + 1;
  }
  return bytes.length;
}

/** The names along the first row, between whichever sign separates most of those that are known. */
function headOf(bytes: Buffer): { separator: Separator; heads: readonly string[] } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    throw new FileError('it is UTF-16: save the file as "CSV UTF-8 (Comma delimited)"');
  const found = SEPARATORS.map((separator) => {
    const [first = []] = textsOf(bytes, separator, "row 1");
    return { separator, first, known: first.filter(isAssumption).length };
  });
  const [best] = [...found].sort((a, b) => b.known - a.known);
  if (best === undefined || best.known === 0)
    throw new FileError(
      `row 1 must name an assumption above each column, as "site,btc price,difficulty,..."; got ${JSON.stringify(found[0]?.first.slice(0, 4).join(",") ?? "")}`,
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
  { separator, heads }: { separator: Separator; heads: readonly string[] },
): void {
  const at = rows.findIndex((row) => !isBlankRow(row));
  const problem = otherWidth(rows[at] ?? [], heads.length, separator);
  if (problem !== undefined) throw new FileError(`row ${at + 2} ${problem}`);
}

const isBlankRow = (texts: readonly string[]) => texts.every((text) => text.trim() === "");

/** Blank cells may be missing at the end, or be too many. */
function otherWidth(texts: readonly string[], width: number, separator: string): string | undefined {
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

/** 48 bits of a name. */
const hashOf = (text: string) => createHash("md5").update(text).digest().readUIntBE(0, 6);

async function refuseDoubles(path: string, separator: Separator, hashes: ReadonlySet<number>): Promise<void> {
  const rowsOf = new Map<string, { name: string; rows: number[] }>();
  for await (const { bytes, first } of recordsOf(path, SURVEYED))
    for (const [index, row] of textsOf(bytes, separator, "the file").entries()) {
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

/** Reads the rows of a file as sites; `first` is the place of the first in the file. */
export type SiteReader = (texts: readonly string[][], first: number) => SiteRow[];

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
  const keys = heads.map((head) => (head.trim() === "" ? undefined : assumptionNamed(head)?.key));
  return (texts, first) =>
    texts.flatMap((row, index): SiteRow[] => {
      const [site = "", ...cells] = row;
      if (first + index === 1 || isBlankRow(row)) return [];
      const name = site.trim();
      const place = name === "" ? `row ${first + index}` : name;
      try {
        if (name === "") throw new InputError(place, "must begin with the name of the site");
        const width = otherWidth([site, ...cells], heads.length, separator);
        if (width !== undefined) throw new InputError(`row ${first + index}`, width);
        const given = cells.slice(0, heads.length);
        const settings = settingsOf(
          name,
          given.map((text, column) => cellOf(text, keys[column], separator, place)),
        );
        for (const [column, text] of given.entries()) {
          const key = keys[column];
          if (key === undefined || !isMarket(text)) continue;
          settings.set(key, { value: marketValue(key, market, place), source: "given" });
        }
        return [{ name, settings }];
      } catch (error) {
        if (error instanceof InputError) return [{ name: place, problem: error.message }];
        throw error;
      }
    });
}

const isMarket = (text: string) => plainName(text) === "market";

function marketValue(key: AssumptionKey, market: PinnedMarket | undefined, site: string): number {
  const value = market?.values[key];
  if (value !== undefined) return value;
  const { name } = assumptions[key];
  throw new InputError(
    `${name} of ${site}`,
    market === undefined
      ? "is market, and no market is given: name its file with --market"
      : "is market, which the market has no value for",
  );
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const PERCENT = /^([+-]?(?:\d+\.?\d*|\.\d+)) ?%$/;
const ISO_DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
/** In a file that separates cells by another sign than a comma, decimals may be written with one. */
const POINT_OF_THOUSANDS = /^[+-]?[1-9]\d{0,2}(?:\.\d{3})+$/;

/** What Excel makes of a cell of such a file; a text with two readings as a number is refused. */
export function cellOf(
  text: string,
  key: AssumptionKey | undefined,
  separator: string,
  site: string,
): PlainCell {
  const trimmed = text.trim();
  if (trimmed === "" || isMarket(trimmed)) return null;
  const isNumber = NUMBER.test(trimmed);
  if (isNumber && (separator === "," || !POINT_OF_THOUSANDS.test(trimmed))) return Number(trimmed);
  const word = trimmed.toUpperCase();
  if (word === "TRUE" || word === "FALSE") return word === "TRUE";
  if (key === undefined) return trimmed;
  const parameter = `${assumptions[key].name} of ${site}`;
  if (isNumber)
    throw new InputError(
      parameter,
      `can be read as ${trimmed.replace(/\./g, "")} or as ${Number(trimmed)}: write one of the two`,
      trimmed,
    );
  const [, percent] = PERCENT.exec(trimmed) ?? [];
  if (percent !== undefined) return Number(percent) / 100;
  const [, year, month, day] = ISO_DAY.exec(trimmed) ?? [];
  if (key === "startDate" && year !== undefined) {
    const found = Date.UTC(Number(year), Number(month) - 1, Number(day)) / MS_PER_DAY;
    if (isoDay(found) === trimmed) return dateOfDay(found);
  }
  const number = textNumber(trimmed);
  if (typeof number === "number") return number;
  if (number !== undefined)
    unambiguousNumber(trimmed, { parameter, got: trimmed, written: (reading) => reading });
  return trimmed;
}

import { isUtf8 } from "node:buffer";
import { parse } from "papaparse";
import { InputError } from "../core/errors";
import { cellNumber, NUMBER } from "../core/numberText";
import { FIRST_MOMENT, LAST_MOMENT, type OwnFacts, type Point } from "./history";
import { isoMoment, momentIn } from "./moments";

// A series of a team's own in a text file of any size: a row for each moment, below "as of,value (USD/kWh)". What is wrong
// is an InputError with its row.

const LINE_FEED = 0x0a;

/** What is between the two cells of a row. */
const SEPARATORS = [",", ";", "\t"] as const;

/** In bytes; a longer row is none of a date and a value. */
const LONGEST_ROW = 10_000;

const SAVE_AS = 'save the file as "CSV UTF-8 (Comma delimited)"';

/** The points of a file, those of several rows together; all have the same source, and were fetched at the same time. */
export async function* pointsOfCsv(
  bytes: AsyncIterable<Uint8Array>,
  own: Pick<OwnFacts, "name" | "unit">,
  origin: Pick<Point, "fetchedAt" | "source" | "quality">,
): AsyncGenerator<readonly Point[], void, undefined> {
  const { fetchedAt, source, quality } = origin;
  let reader: RowReader | undefined;
  let isBlank = true;
  for await (const { lines, first } of linesOf(bytes)) {
    let at = first;
    let rest = lines;
    if (reader === undefined) {
      const end = lines.indexOf(LINE_FEED);
      reader = new RowReader(separatorOf(lines.subarray(0, end < 0 ? lines.length : end), own));
      if (end < 0) break;
      rest = lines.subarray(end + 1);
      at += 1;
    }
    const points: Point[] = [];
    for (const row of cellsIn(rest, reader.separator, at)) {
      const read = reader.read(row, at++);
      // Written out: spreading them takes longer than all the rest.
      if (read !== undefined) points.push({ asOf: read.asOf, fetchedAt, value: read.value, source, quality });
    }
    if (points.length === 0) continue;
    isBlank = false;
    yield points;
  }
  if (reader === undefined) throw new InputError("the file", "is empty");
  if (isBlank) throw new InputError("the file", "has no row below its heading");
}

/** Whole lines, as many as come together, with the number of the first. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>) {
  let rest: Buffer = Buffer.alloc(0);
  let first = 1;
  for await (const chunk of bytes) {
    const given = Buffer.concat([rest, chunk]);
    const end = given.lastIndexOf(LINE_FEED) + 1;
    const lines = given.subarray(0, end);
    rest = given.subarray(end);
    if (lines.length > 0) {
      const count = checkedCount(lines, first);
      yield { lines, first };
      first += count;
    }
    if (rest.length > LONGEST_ROW) checkedCount(rest, first);
  }
  if (rest.length === 0) return;
  checkedCount(rest, first);
  yield { lines: rest, first };
}

/** How many lines there are; throws an InputError where they are no text, or too long to be rows. */
function checkedCount(lines: Buffer, first: number): number {
  const isWide = first === 1 && [0xfeff, 0xfffe].includes((lines[0] ?? 0) * 256 + (lines[1] ?? 0));
  if (isWide || lines.includes(0)) throw new InputError("the file", `is UTF-16, or no text: ${SAVE_AS}`);
  const isText = isUtf8(lines);
  let [count, start] = [0, 0];
  while (start < lines.length) {
    const found = lines.indexOf(LINE_FEED, start);
    const end = found < 0 ? lines.length : found;
    const place = `row ${first + count}`;
    if (end - start > LONGEST_ROW)
      throw new InputError(place, "is too long to be a date and a value, or does not end");
    if (!isText && !isUtf8(lines.subarray(start, end)))
      throw new InputError(place, `is not UTF-8: ${SAVE_AS}`);
    count += 1;
    start = end + 1;
  }
  return count;
}

function cellsIn(lines: Buffer, separator: string, first: number): string[][] {
  const text = lines.toString("utf8").replace(/^\ufeff/, "");
  const { data, errors } = parse<string[]>(text, { delimiter: separator, newline: "\n" });
  const [bad] = errors;
  const broken = data.findIndex((row) => row.some((cell) => cell.includes("\n")));
  if (bad !== undefined || broken >= 0)
    throw new InputError(
      `row ${first + Math.min(bad?.row ?? Infinity, broken < 0 ? Infinity : broken)}`,
      "has a quotation mark that is left open, or stands within a text",
    );
  // Behind the end of the last line is no row.
  if (text.endsWith("\n") || text === "") data.pop();
  for (const row of data) for (const [index, cell] of row.entries()) row[index] = cell.trim();
  return data;
}

const AS_OF = /^(?:as of|date|time|date and time|timestamp|moment)(?: \(UTC\))?$/i;

/** What separates the cells, by the heading. */
function separatorOf(heading: Buffer, own: Pick<OwnFacts, "name" | "unit">): string {
  const text = heading.toString("utf8").replace(/^\ufeff/, "");
  const wanted = `as of,value (${own.unit})`;
  if (text.trim().includes("\r"))
    throw new InputError("the file", `ends its lines as old Macs do: ${SAVE_AS}`);
  if (text.trim() === "") throw new InputError("row 1", `must be the heading ${wanted}, and is blank`);
  for (const separator of SEPARATORS) {
    const [cells = []] = cellsIn(heading, separator, 1);
    while (cells.length > 2 && cells.at(-1) === "") cells.pop();
    const [moment = "", value = ""] = cells;
    const bracket = value.search(/[([]/);
    const name = (bracket < 0 ? value : value.slice(0, bracket)).trim();
    const unit = bracket < 0 ? undefined : value.slice(bracket + 1).replace(/[)\]]$/, "");
    if (cells.length !== 2 || !AS_OF.test(moment) || !["value", own.name].includes(name.toLowerCase()))
      continue;
    if (unit !== undefined && plain(unit) !== plain(own.unit))
      throw new InputError("row 1", `must name the unit that ${own.name} is declared in, ${own.unit}`, unit);
    return separator;
  }
  const begins = text.split(/[,;\t]/)[0]?.trim() ?? "";
  throw new InputError(
    "row 1",
    `must be the heading ${wanted}, with a comma, a semicolon or a tab between the two`,
    text.trim(),
    momentIn(begins) === undefined ? undefined : "it seems to be a row of values, and the heading is missing",
  );
}

const plain = (unit: string) => unit.trim().replace(/\s+/g, " ");

/** Reads one row after the other. */
class RowReader {
  private last: { readonly asOf: number; readonly value: number } | undefined;
  private isAscending: boolean | undefined;

  constructor(readonly separator: string) {}

  /** Undefined for a blank row. */
  read(cells: readonly string[], row: number): Pick<Point, "asOf" | "value"> | undefined {
    if (cells.every((cell) => cell === "")) return undefined;
    const place = `row ${row}`;
    const [date = "", text = "", ...others] = cells;
    if (others.some((cell) => cell !== ""))
      throw new InputError(
        place,
        `has ${cells.length} cells, and row 1 has 2${this.separator === "," ? ": write decimals with a point, as 0.05" : ""}`,
      );
    const read = { asOf: asOfIn(date, place), value: this.valueIn(text, place) };
    this.checkOrder(read, place);
    this.last = read;
    return read;
  }

  private valueIn(text: string, place: string): number {
    if (text === "") throw new InputError(place, "has no value: leave the whole row out where there is none");
    const number = cellNumber(text, this.separator, `${place}: the value`, text);
    const value = number === undefined ? NaN : Number(number);
    if (!Number.isFinite(value)) throw new InputError(place, "must have a number as its value", text);
    return value;
  }

  private checkOrder({ asOf, value }: { asOf: number; value: number }, place: string): void {
    if (this.last === undefined) return;
    const { asOf: before, value: valueBefore } = this.last;
    if (asOf === before) {
      // The same row again is no fault: it adds nothing.
      if (value === valueBefore) return;
      throw new InputError(
        place,
        `has another value for ${isoMoment(asOf)} than the row before`,
        value,
        "where clocks go back an hour, write times with their offset, as 2026-10-25T02:00+01:00",
      );
    }
    this.isAscending ??= asOf > before;
    if (asOf > before !== this.isAscending)
      throw new InputError(
        place,
        `must go on ${this.isAscending ? "forward" : "back"} in time, from ${isoMoment(before)}`,
        isoMoment(asOf),
        "some dates may be written day-month and others month-day",
      );
  }
}

function asOfIn(text: string, place: string): number {
  const asOf = momentIn(text);
  if (asOf === undefined)
    throw new InputError(
      place,
      "must begin with a date as 2026-01-31 or 2026-01-31T12:00Z",
      text === "" ? null : text,
      whatElse(text),
    );
  if (asOf < FIRST_MOMENT || asOf > LAST_MOMENT)
    throw new InputError(
      place,
      `must begin with a date from ${isoMoment(FIRST_MOMENT)} to ${isoMoment(LAST_MOMENT).slice(0, 10)}`,
      text,
    );
  return asOf;
}

/** What a text is that is no date. */
function whatElse(text: string): string | undefined {
  if (/^\d{1,2}([/.-])\d{1,2}\1\d{2,4}(?:\D|$)/.test(text))
    return "day and month are written in either order, so put the year first";
  if (NUMBER.test(text) && Number(text) > 30_000 && Number(text) < 80_000)
    return "it may be one of Excel's serial numbers: give the column the format yyyy-mm-dd before you save the file";
  if (/^\d{4}-\d\d-\d\d/.test(text)) return "there is no such time in the calendar";
  return undefined;
}

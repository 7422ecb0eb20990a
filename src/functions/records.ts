import { EmptyPeriodError, InputError, NoAnswerError } from "../core/errors";
import type { Column } from "./arguments";
import type { Fields, RecordFunction, Row, Rows, Value } from "./define";

/** "Power cost (USD per day)", or the label alone where there is no unit. */
export function labelOf([label, unit]: Row): string {
  return unit === "" ? label : `${label} (${unit})`;
}

type Aliases = Readonly<Record<string, string>>;

const compact = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
const withoutUnit = (text: string) => text.replace(/\([^()]*\)\s*$/, "");

/**
 * The key of the row that `output` names, with or without its unit and without regard to case; `aliases` are other
 * words for a row.
 */
export function rowNamed(rows: Rows, output: string, argument = "output", aliases: Aliases = {}): string {
  const entries = Object.entries(rows);
  const alias = Object.entries(aliases).find(([word]) => compact(word) === compact(withoutUnit(output)));
  if (alias !== undefined) return alias[1];
  const full = entries.find(([, row]) => compact(labelOf(row)) === compact(output));
  if (full !== undefined) return full[0];
  const stems = entries.filter(([, row]) => compact(row[0]) === compact(withoutUnit(output)));
  if (stems.length === 1 && stems[0] !== undefined) return stems[0][0];
  const labels = (stems.length > 1 ? stems : entries).map(([, row]) => labelOf(row));
  throw new InputError(
    argument,
    stems.length > 1 ? `needs the unit: ${labels.join(" or ")}` : `must be one of: ${labels.join("; ")}`,
    output,
  );
}

/** One value of a record; a row whose optional input is missing has none. */
export function fieldNamed(
  { rows, selector = "output", aliases }: RecordFunction["returns"],
  fields: Fields,
  output: string,
): Value {
  const key = rowNamed(rows, output, selector, aliases);
  const value = fields[key];
  if (value === undefined)
    throw new NoAnswerError(`needs ${rows[key]?.[2] ?? "an argument that was left out"}`);
  return value;
}

/** The record as it spills: label and value. */
export function recordTable(rows: Rows, fields: Fields): Value[][] {
  return Object.entries(rows).map(([key, row]) => [labelOf(row), fields[key] ?? ""]);
}

/**
 * Number of periods of a call with vectors: rows and columns of one length, single cells for all periods.
 * 0 when every argument is a single cell.
 */
export function periodCount(columns: readonly Column[]): number {
  const vectors = columns.filter(({ rows, columns: width }) => rows > 1 || width > 1);
  const [first] = vectors;
  if (first === undefined) return 0;
  for (const { name, rows, columns: width } of vectors) {
    if (rows > 1 && width > 1)
      throw new InputError(name, `must be one row or one column, got a ${rows} x ${width} range`);
  }
  const length = first.rows * first.columns;
  const other = vectors.find(({ rows, columns: width }) => rows * width !== length);
  if (other !== undefined) {
    throw new InputError(
      other.name,
      `must have as many values as ${first.name} (${length})`,
      other.rows * other.columns,
    );
  }
  return length;
}

/**
 * A row for each period under the record's labels, then the total. An empty period has an empty row and no part in the
 * total; any other without an answer spoils its row and the total.
 */
export function periodTable(
  rows: Rows,
  periods: readonly (Fields | Error)[],
  total: (periods: readonly Fields[]) => Fields,
): Value[][] {
  const keys = Object.keys(rows);
  const line = (name: Value, fields: Fields | Error): Value[] => [
    name,
    ...keys.map((key) => {
      if (fields instanceof EmptyPeriodError) return "";
      return fields instanceof Error ? fields : (fields[key] ?? "");
    }),
  ];
  const good = periods.filter((period): period is Fields => !(period instanceof Error));
  const bad = periods.find((period) => period instanceof Error && !(period instanceof EmptyPeriodError));
  return [
    ["Period", ...Object.values(rows).map(labelOf)],
    ...periods.map((period, index) => line(index + 1, period)),
    line("Total", bad ?? total(good)),
  ];
}

/**
 * Turns every vector into a column, so that a row and a column of one length mean the same periods; headings and
 * blanks at either end are skipped.
 */
export function upright(columns: readonly Column[]): Column[] {
  return columns.map((column) => {
    const { cells, rows, columns: width } = column;
    if (cells === null || (rows > 1 && width > 1) || rows * width === 1) return column;
    const line = cells.flat();
    const isValue = (cell: unknown) => isPeriodValue(cell, column.parameter);
    const first = line.findIndex(isValue);
    if (first < 0) return column;
    const values = line.slice(first, line.length - [...line].reverse().findIndex(isValue));
    return { ...column, cells: values.map((cell) => [cell]), rows: values.length, columns: 1 };
  });
}

/** A text is a value only where texts are read, and then one that reads. */
function isPeriodValue(cell: unknown, { read }: Column["parameter"]): boolean {
  if (cell === null || cell === undefined || cell === "") return false;
  if (typeof cell !== "string") return true;
  try {
    (read as (cell: string, name: string) => unknown)(cell, "");
    return true;
  } catch {
    return false;
  }
}

import { EmptyPeriodError, InputError, NoAnswerError, type Cell } from "../core/errors";
import { isNumberText } from "../core/numberText";
import { asGiven, scaleOf, unitOf } from "../core/units";
import { cellOf, shifted, type Argument } from "./arguments";
import type { RecordValues, RecordFunction, Row, Rows, Value } from "./define";
import { extent } from "./parameters";

/** "Power cost (USD per day)", or only the label where there is no unit. */
export function labelOf([label, unit]: Row): string {
  return unit === "" ? label : `${label} (${unit})`;
}

const compact = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
const lastBrackets = /[([]([^()[\]]*)[)\]]\s*$/;
const withoutUnit = (text: string) => text.replace(lastBrackets, "");

/** What a definition says about its rows' names, as `RecordFunction["returns"]` holds it. */
type Naming = Pick<RecordFunction["returns"], "rows" | "selector" | "aliases" | "kinds">;

/** The row that was named last: a lifted call names one again and again. */
let last: { readonly rows: Rows; readonly text: string; readonly key: string } | undefined;

/** The key of the row that a text names, as `foundRow` says. */
export function rowNamed(naming: Naming, text: string): string {
  if (last?.rows !== naming.rows || last.text !== text)
    last = { rows: naming.rows, text, key: foundRow(naming, text) };
  return last.key;
}

/**
 * The key of the row that a text names by its label, with or without the unit, ignoring case, or by another word for
 * it. A unit in the text's brackets must be the row's own, whatever its currency, or one of its kind.
 */
function foundRow({ rows, selector = "output", aliases = {}, kinds = {} }: Naming, text: string): string {
  const entries = Object.entries(rows);
  const alias = Object.entries(aliases).find(([word]) => compact(word) === compact(withoutUnit(text)));
  if (alias !== undefined) return alias[1];
  const full = entries.find(([, row]) => compact(labelOf(row)) === compact(text));
  if (full !== undefined) return full[0];
  const stems = entries.filter(([, row]) => compact(row[0]) === compact(withoutUnit(text)));
  const [stem] = stems;
  if (stem === undefined || stems.length > 1) {
    const labels = (stems.length > 1 ? stems : entries).map(([, row]) => labelOf(row));
    const rule =
      stems.length > 1 ? `needs the unit: ${labels.join(" or ")}` : `must be one of: ${labels.join("; ")}`;
    throw new InputError(selector, rule, text);
  }
  const [key, row] = stem;
  if (kinds[key] === undefined) refuseOtherUnit(row, text);
  return key;
}

/** A percentage is a share. */
const unitIn = (text: string) => unitOf(text.replaceAll("%", "share "));

function refuseOtherUnit([label, unit]: Row, text: string): void {
  const given = lastBrackets.exec(text)?.[1] ?? "";
  const [own, named] = [unitIn(unit), unitIn(given)];
  if (own === undefined || named === undefined || own.key === named.key) return;
  throw new InputError(label, `is in ${unit}, not ${given}`);
}

/** One value of a record, in the unit that the text names; a row whose optional input is missing has none. */
export function rowValue(naming: Naming, values: RecordValues, text: string): Value {
  const key = rowNamed(naming, text);
  const value = values[key];
  const [label = "", , needs = "an argument that was left out"] = naming.rows[key] ?? [];
  if (value === undefined) throw new NoAnswerError(`needs ${needs}`);
  const kind = naming.kinds?.[key];
  return kind === undefined || typeof value !== "number" ? value : asGiven(value, scaleOf(text, label, kind));
}

/** The record as it spills: label and value. */
export function recordTable(rows: Rows, values: RecordValues): Value[][] {
  return Object.entries(rows).map(([key, row]) => [labelOf(row), values[key] ?? ""]);
}

/**
 * Number of periods of a call with vectors: rows and columns of equal length, single cells for all periods. 0 when
 * every argument is a single cell.
 */
export function periodCount(args: readonly Argument[]): number {
  const vectors = args.filter(({ rows, columns }) => rows > 1 || columns > 1);
  const [first] = vectors;
  if (first === undefined) return 0;
  for (const { name, rows, columns } of vectors) {
    if (rows > 1 && columns > 1)
      throw new InputError(name, `must be one row or one column, got a ${rows} x ${columns} range`);
  }
  const periods = first.rows * first.columns;
  for (const { name, rows, columns } of vectors) {
    if (rows * columns !== periods)
      throw new InputError(name, `must have as many values as ${first.name} (${periods})`, rows * columns);
  }
  return periods;
}

/**
 * A row for each period under the record's labels, then the total. An empty period has an empty row and does not
 * count in the total; any other without an answer makes its row and the total errors.
 */
export function periodTable(
  rows: Rows,
  periods: readonly (RecordValues | Error)[],
  total: (periods: readonly RecordValues[]) => RecordValues,
): Value[][] {
  const keys = Object.keys(rows);
  const line = (name: Value, period: RecordValues | Error): Value[] => {
    if (period instanceof EmptyPeriodError) return [name, ...keys.map(() => "")];
    if (period instanceof Error) return [name, ...keys.map(() => period)];
    return [name, ...keys.map((key) => period[key] ?? "")];
  };
  const good = periods.filter((period): period is RecordValues => !(period instanceof Error));
  const bad = periods.find((period) => period instanceof Error && !(period instanceof EmptyPeriodError));
  return [
    ["Period", ...Object.values(rows).map(labelOf)],
    ...periods.map((period, index) => line(index + 1, period)),
    line("Total", bad ?? total(good)),
  ];
}

/**
 * Turns every vector into a column, so that a row and a column of equal length mean the same periods; headings and
 * blanks at either end are skipped in all of them.
 */
export function upright(args: readonly Argument[]): Argument[] {
  const vectors = args
    .filter(({ rows, columns }) => rows > 1 !== columns > 1)
    .map((argument) => {
      const line = (argument.cells ?? []).flat().map(cellOf);
      const { first, end } = extent(line, (cell) => isPeriodValue(cell, argument.parameter));
      return { argument, name: argument.name, line, first, end };
    })
    .filter(({ first, end }) => end > first);
  const moved = shifted(vectors);
  if (moved !== undefined) throw moved.fault;
  return args.map((argument) => {
    const vector = vectors.find((other) => other.argument === argument);
    if (vector === undefined) return argument;
    const cells = vector.line.slice(vector.first, vector.end).map((cell) => [cell]);
    return { ...argument, cells, rows: cells.length, columns: 1 };
  });
}

/** A text is a value only where it reads as one, or is a number that was stored as text, which is refused. */
function isPeriodValue(cell: Cell, { read }: Argument["parameter"]): boolean {
  if (cell === null || cell === "") return false;
  if (typeof cell !== "string" || isNumberText(cell)) return true;
  try {
    (read as (cell: string, name: string) => unknown)(cell, "");
    return true;
  } catch {
    return false;
  }
}

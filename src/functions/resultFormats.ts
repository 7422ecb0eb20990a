import { greatest, least } from "../core/numeric/extremes";
import type { Definition, RecordFunction } from "./define";
import { typedArguments } from "./formulaCall";
import { labelOf, rowNamed } from "./records";

type Cells = readonly (readonly unknown[])[];

const GENERAL = "General";

/** Excel's number formats for the cells of a function's result as it spills into a sheet, by their labels and units. */
export function resultFormats(definition: Definition, formula: string, cells: Cells): string[][] {
  const { name, returns } = definition;
  switch (returns.shape) {
    case "scalar":
      return alike(`${name} (${returns.unit})`, cells);
    case "record": {
      const asked = labelAskedFor({ ...definition, returns }, formula);
      if (asked !== undefined) return alike(asked, cells);
      const [first = []] = cells;
      if (first[0] === "Period" || first[0] === returns.detail?.columns[0])
        return byColumn(first.map(String), cells);
      return cells.map((line) =>
        line.map((value) => (typeof value === "number" ? numberFormat(String(line[0]), [value]) : GENERAL)),
      );
    }
    case "table": {
      const [first = []] = cells;
      return byColumn(hasHead(returns.columns, cells) ? first.map(String) : returns.columns, cells);
    }
  }
}

/** Whether to include a header row; a grid's begins with the names of two assumptions. */
export const hasHead = ([column]: readonly string[], [[first] = [undefined]]: Cells): boolean =>
  first === column || (typeof first === "string" && first.includes(" \\ "));

/** The label of the one row of a record that a formula asks for. */
function labelAskedFor(
  { parameters, returns }: Pick<RecordFunction, "parameters" | "returns">,
  formula: string,
): string | undefined {
  const place = Object.keys(parameters).indexOf(returns.selector ?? "output");
  const text = /^"(.*)"$/.exec(typedArguments(formula)[place] ?? "")?.[1];
  if (text === undefined) return undefined;
  try {
    const row = returns.rows[rowNamed(returns, text)];
    return row && labelOf(row);
  } catch {
    // No such row: the cell says so.
    return undefined;
  }
}

function alike(label: string, cells: Cells): string[][] {
  const format = numberFormat(label, cells.flat());
  return cells.map((line) => line.map((value) => (typeof value === "number" ? format : GENERAL)));
}

/** One format for a column whose label has a unit; else one for each value, by the unit beside it. */
function byColumn(labels: readonly string[], cells: Cells): string[][] {
  const unitColumn = labels.indexOf("Unit");
  const formats = labels.map((label, column) => {
    const values = cells.map((line) => line[column]);
    return label.endsWith(")") ? numberFormat(label, values) : undefined;
  });
  return cells.map((line) =>
    line.map((value, column) => {
      if (typeof value !== "number") return GENERAL;
      const unit = unitColumn < 0 ? "" : ` (${String(line[unitColumn])})`;
      const label = labels[column] === "Value" ? `${String(line[0])}${unit}` : (labels[column] ?? "");
      return formats[column] ?? numberFormat(label, [value]);
    }),
  );
}

/** BTC and other coins are counted to the satoshi. */
const MOST_DECIMALS = 8;
const BILLION = 1e9;

/**
 * Excel's number format for numbers under one label with its unit, as "Subsidy (BTC per block)": dates as dates, shares
 * as percentages, coins to eight decimals, all else with four digits of the largest number and three of the smallest.
 */
export function numberFormat(label: string, values: readonly unknown[]): string {
  if (/\bdate\b/i.test(label)) return "yyyy-mm-dd";
  const numbers = values.filter((value): value is number => typeof value === "number" && value !== 0);
  const sizes = numbers.map(Math.abs);
  const largest = greatest([0, ...sizes]);
  // What rounding has left of a zero does not count.
  const smallest = least(sizes.filter((size) => size >= 1e-9 * largest));
  // Theta is an amount per year; anything else "per year" or "per month" is a rate.
  if (/\((share|per year|per month)\b/.test(label) && !/^theta/i.test(label))
    return `0.${"0".repeat(within(1, 6, -magnitude(smallest)))}%`;
  if (/^difficulty$|\((difficulty|blocks?)\)/i.test(label) || smallest >= BILLION) return "#,##0";
  const exact = greatest([0, ...sizes.map(decimals)]);
  const digits = within(2, MOST_DECIMALS, Math.max(3 - magnitude(largest), 2 - magnitude(smallest)));
  const shown = /\((BTC|coins)\b/.test(label) ? exact : Math.min(exact, digits);
  // 2.5 USD is 2.50.
  return shown === 0 ? "#,##0" : `#,##0.${"0".repeat(Math.max(shown, 2))}`;
}

/** The power of ten of a number's first digit: 2 for 345. */
const magnitude = (size: number) =>
  size > 0 && Number.isFinite(size) ? Number(size.toExponential().split("e")[1]) : 0;

/** Decimals of a number that is rounded to the satoshi. */
function decimals(size: number): number {
  const text = size.toFixed(MOST_DECIMALS).replace(/\.?0+$/, "");
  return text.includes(".") ? text.length - text.indexOf(".") - 1 : 0;
}

const within = (from: number, to: number, value: number) => Math.min(to, Math.max(from, value));

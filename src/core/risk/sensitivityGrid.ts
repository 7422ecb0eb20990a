import { type NamedAssumption } from "../cashflow/assumptionNames";
import { assumptions } from "../cashflow/assumptions";
import { settingOf, type Replacements, type Settings } from "../cashflow/block";
import { metricOrError, type Metric } from "../cashflow/metrics";
import { resolvedWith } from "../cashflow/resolve";
import { InputError } from "../errors";
import { reached } from "../progress";

/** The values that one assumption takes along a side of the grid. */
interface Axis {
  readonly named: NamedAssumption;
  /** In the unit that its name gives, if any. */
  readonly values: readonly number[];
}

/** Far more than anyone can read in a sheet. */
const MOST_CELLS = 10_000;

/**
 * The metric for every pair of values of two assumptions, by row and column; an error for a pair that has none or is
 * out of bounds.
 */
export function sensitivityGrid(
  settings: Settings,
  metric: Metric,
  rows: Axis,
  columns: Axis,
): (number | Error)[][] {
  if (rows.named.key === columns.named.key) {
    const { name } = assumptions[rows.named.key];
    throw new InputError("column_name", "must not be the same as row_name", name);
  }
  const cells = rows.values.length * columns.values.length;
  if (cells > MOST_CELLS)
    throw new InputError("row_values", `must make at most ${MOST_CELLS} cells with column_values`, cells);
  return rows.values.map((row, index) => {
    reached(index, rows.values.length);
    return columns.values.map((column) =>
      metricAt(
        settings,
        [
          [rows.named, row],
          [columns.named, column],
        ],
        metric,
      ),
    );
  });
}

function metricAt(
  settings: Settings,
  values: readonly (readonly [NamedAssumption, number])[],
  metric: Metric,
): number | Error {
  try {
    const replaced: Replacements = new Map(
      values.map(([{ key, scale }, number]) => [
        key,
        { value: settingOf(key, number, scale) ?? number, source: "override", currency: scale.currency },
      ]),
    );
    return metricOrError(resolvedWith(settings, replaced), metric);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

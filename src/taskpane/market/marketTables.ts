import { excelDate } from "../../core/calendar";
import type { Kept, PoolShares, Quote } from "../../data/market";
import { type Series, seriesFacts } from "../../data/series";
import type { Block, Table, TableCell } from "../../workbook/workbook";

const headers = ["Label", "Value", "Unit", "Source", "As of"] as const;
const VALUE_COLUMN = 1;
const SOURCE_COLUMN = 3;
const MOMENT_FORMAT = 'yyyy-mm-dd hh:mm "UTC"';
const GENERAL = "General";

const columnOf = (column: number, rows: number): readonly Block[] =>
  rows === 0 ? [] : [{ row: 0, column, rows, columns: 1 }];

/** A quote as the cells of a row: label, value, unit, source, moment. */
export function quoteRow({ series, value, source, asOf }: Quote): readonly TableCell[] {
  const { label, unit } = seriesFacts[series];
  return [label, value, unit, source, excelDate(asOf)];
}

/** The market as of now: cells that never change by themselves. */
export function valueTable(quotes: readonly Quote[]): Table {
  return {
    headers,
    rows: quotes.map(quoteRow),
    formats: [GENERAL, GENERAL, GENERAL, GENERAL, MOMENT_FORMAT],
    rowFormats: { [VALUE_COLUMN]: quotes.map(({ series }) => formatOf(series)) },
    inputs: columnOf(VALUE_COLUMN, quotes.length),
  };
}

/** The same, with names for the values, kept up to date by refreshes. */
export function refreshedTable(quotes: readonly Quote[]): Table {
  return {
    ...valueTable(quotes),
    names: quotes.map(({ series }, row) => ({
      row,
      column: VALUE_COLUMN,
      name: seriesFacts[series].rangeName,
    })),
    series: quotes.map(({ series }) => series),
  };
}

const status = (series: string, output: string) => ({
  formula: `=MINING.MARKET_STATUS("${series}","${output}")`,
});

/** The market as formulas, which follow it cell by cell. */
export function formulaTable(quotes: readonly Quote[]): Table {
  return {
    ...valueTable(quotes),
    rows: quotes.map(({ series }) => [
      seriesFacts[series].label,
      { formula: `=MINING.MARKET("${series}")` },
      seriesFacts[series].unit,
      status(series, "source"),
      status(series, "as of"),
    ]),
    wraps: [SOURCE_COLUMN],
    inputs: [],
  };
}

/** The series of the team's own as formulas. */
export function ownTable(series: readonly (readonly [string, Kept])[]): Table {
  return {
    headers,
    rows: series.map(([name, { label, unit }]) => [
      label,
      { formula: `=MINING.MARKET("${name}")` },
      unit,
      status(name, "source"),
      status(name, "as of"),
    ]),
    formats: [GENERAL, GENERAL, GENERAL, GENERAL, MOMENT_FORMAT],
    rowFormats: { [VALUE_COLUMN]: series.map(([, { numberFormat }]) => numberFormat) },
    wraps: [SOURCE_COLUMN],
    inputs: [],
  };
}

/** The pools' blocks and shares of all blocks that were found; without rows while they are not known. */
export function poolTable(shares: PoolShares | undefined): Table {
  const { pools, source, asOf } = shares ?? { pools: [], source: "", asOf: 0 };
  const last = pools.length - 1;
  return {
    headers: ["Pool", "Blocks", "Share", "Source", "As of"],
    rows: pools.map(({ name, blocks }, row) => [
      name,
      blocks,
      {
        refers: ({ cell, fixed }) =>
          `=${cell(row, VALUE_COLUMN)}/SUM(${fixed(0, VALUE_COLUMN)}:${fixed(last, VALUE_COLUMN)})`,
      },
      source,
      excelDate(asOf),
    ]),
    formats: [GENERAL, "#,##0", "0.00%", GENERAL, MOMENT_FORMAT],
    inputs: columnOf(VALUE_COLUMN, pools.length),
  };
}

export const blocksOf = (pools: PoolShares["pools"]) => pools.reduce((sum, { blocks }) => sum + blocks, 0);

const formatOf = (series: Series) => seriesFacts[series].numberFormat;
